-- 督办单: what the supervisor asks of an office about something that stands red, what the office answers, how it ends.
create table cases_notice (
  id text primary key not null,
  number text not null unique,
  version bigint not null,
  state integer not null,
  organisation text not null,
  path text not null,
  case_id text,
  item text,
  issued_at bigint not null,
  answer_by text not null,
  answered_at bigint,
  closed_at bigint,
  body text not null
);
create index cases_notice_path on cases_notice (path, issued_at);
create index cases_notice_item on cases_notice (case_id, item) where case_id is not null;

-- 问责 and 容错: who answers for what, on which ground, decided by whom. Never changed.
create table cases_accountability (
  id text primary key not null,
  number text not null unique,
  kind integer not null,
  notice text,
  organisation text not null,
  path text not null,
  case_id text,
  item text,
  at bigint not null,
  body text not null
);
create index cases_accountability_path on cases_accountability (path, at);

-- 通报: each issue with the data that it was counted from, so that anybody can count again.
create table cases_bulletin (
  id text primary key not null,
  organisation text not null,
  path text not null,
  month text not null,
  version integer not null,
  number text not null,
  issued_at bigint not null,
  issued_by text not null,
  digest text not null,
  data text not null,
  unique (organisation, month, version)
);
create index cases_bulletin_path on cases_bulletin (path, month);
create index cases_case_month on cases_case (submitted_at, ended_at);

-- 好差评: one for each round of a case. An anonymous one keeps its case only for the one who follows it up.
create table cases_rating (
  id text primary key not null,
  case_id text not null,
  round integer not null,
  level integer not null,
  at bigint not null,
  matter text not null,
  organisation text not null,
  path text not null,
  anonymous integer not null,
  body text not null,
  unique (case_id, round)
);
create index cases_rating_path on cases_rating (path, at);
create index cases_rating_at on cases_rating (at);

-- A bad rating is followed up: answered in time, closed, and the applicant asked again.
create table cases_rating_ticket (
  id text primary key not null,
  version bigint not null,
  state integer not null,
  organisation text not null,
  path text not null,
  opened_at bigint not null,
  due text not null,
  provisional integer not null,
  answered_at bigint,
  closed_at bigint,
  outcome text,
  body text not null
);
create index cases_rating_ticket_path on cases_rating_ticket (path, state, due);

-- The code in a QR by which a case is rated without signing in.
create table cases_rating_code (
  code text primary key not null,
  case_id text not null unique
) without rowid;

-- States of the calendar that dues were derived by, each whole: what moved between two of them can be told at any time.
create table cases_calendar (
  version text primary key not null,
  content text not null,
  seen_at bigint not null
);

-- Notices of holidays that were loaded, by whom, and how many dues they moved.
create table cases_calendar_notice (
  id text primary key not null,
  at bigint not null,
  person text not null,
  years text not null,
  old_version text not null,
  new_version text not null,
  digest text not null,
  source text not null,
  content text not null,
  foreseen bigint not null
);
create index cases_clock_moved on cases_clock (calendar, due);
create index cases_due_history_at on cases_due_history (at);
