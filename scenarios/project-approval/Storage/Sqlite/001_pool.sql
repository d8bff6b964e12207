-- Problems that counties bring to the city's monthly joint session, what each office says of them, and the sessions themselves.
create table pool_problem (
  id text primary key not null,
  version bigint not null,
  division text not null,
  home_path text not null,
  project text not null,
  case_id text,
  what text not null,
  proposal text not null,
  safety integer not null,
  raised_at bigint not null,
  session text,
  state integer not null,
  outcome text,
  settled_at bigint
) without rowid;
create index pool_problem_home on pool_problem (home_path, raised_at);
create index pool_problem_session on pool_problem (session) where session is not null;

create table pool_problem_office (
  problem text not null,
  organisation text not null,
  path text not null,
  opinion integer not null,
  note text,
  at bigint,
  primary key (problem, organisation)
) without rowid;
create index pool_problem_office_organisation on pool_problem_office (organisation);

create table pool_session (
  month text primary key not null,
  version bigint not null,
  path text not null,
  held_on text not null,
  place text not null,
  opened_at bigint not null,
  closed_at bigint,
  summary text
) without rowid;

create table pool_attendance (
  month text not null,
  organisation text not null,
  path text not null,
  received_at bigint,
  reported_at bigint,
  absent_at bigint,
  liable integer not null,
  primary key (month, organisation)
) without rowid;

-- Monthly review of what offices said no to.
create table pool_review (
  case_id text not null,
  item text not null,
  refused_at bigint not null,
  finding integer not null,
  note text not null,
  record_id text,
  reviewed_by text not null,
  reviewed_at bigint not null,
  primary key (case_id, item, refused_at)
) without rowid;
