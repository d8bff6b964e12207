-- Problems that counties bring to the city's monthly joint session, what each office says of them, and the sessions themselves.
create table pool_problem (
  id text collate "C" primary key not null,
  version bigint not null,
  division text not null,
  home_path text collate "C" not null,
  project text not null,
  case_id text collate "C",
  what text not null,
  proposal text not null,
  safety integer not null,
  raised_at bigint not null,
  session text,
  state integer not null,
  outcome text,
  settled_at bigint
);
create index pool_problem_home on pool_problem (home_path, raised_at);
create index pool_problem_session on pool_problem (session) where session is not null;

create table pool_problem_office (
  problem text collate "C" not null,
  organisation text collate "C" not null,
  path text collate "C" not null,
  opinion integer not null,
  note text,
  at bigint,
  primary key (problem, organisation)
);
create index pool_problem_office_organisation on pool_problem_office (organisation);

create table pool_session (
  month text collate "C" primary key not null,
  version bigint not null,
  path text collate "C" not null,
  held_on text not null,
  place text not null,
  opened_at bigint not null,
  closed_at bigint,
  summary text
);

create table pool_attendance (
  month text collate "C" not null,
  organisation text collate "C" not null,
  path text collate "C" not null,
  received_at bigint,
  reported_at bigint,
  absent_at bigint,
  liable integer not null,
  primary key (month, organisation)
);

-- Monthly review of what offices said no to.
create table pool_review (
  case_id text collate "C" not null,
  item text collate "C" not null,
  refused_at bigint not null,
  finding integer not null,
  note text not null,
  record_id text,
  reviewed_by text not null,
  reviewed_at bigint not null,
  primary key (case_id, item, refused_at)
);
