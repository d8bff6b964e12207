-- Meetings over cases (吹哨报到, 联合审批会), and the offices called to them: for the lists of leaders and offices. The truth is the case's snapshot.
create table cases_meeting (
  case_id text not null,
  meeting text not null,
  matter text not null,
  number text not null,
  subject text not null,
  subject_key text,
  home_path text not null,
  convener_path text not null,
  called_at bigint not null,
  closed integer not null,
  body text not null,
  primary key (case_id, meeting)
) without rowid;
create index cases_meeting_home on cases_meeting (home_path, called_at);
create index cases_meeting_convener on cases_meeting (convener_path, called_at);
create index cases_meeting_called on cases_meeting (called_at);

create table cases_summons (
  case_id text not null,
  meeting text not null,
  organisation text not null,
  path text not null,
  primary key (case_id, meeting, organisation)
) without rowid;
create index cases_summons_path on cases_summons (path);
