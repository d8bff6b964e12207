-- 歇业: who rests, from when until when; ended_on when business was resumed.
create table exits_dormancy (
  id text primary key not null,
  code text not null,
  name text not null,
  since text not null,
  until text not null,
  ended_on text
);
create index exits_dormancy_code on exits_dormancy (code);

-- 冒用身份申诉: when it came, and how it ended.
create table exits_complaint (
  id text primary key not null,
  received_on text not null,
  closed_on text,
  outcome text
);
create index exits_complaint_received on exits_complaint (received_on);
