-- A table without rowid keeps at most a quarter of a page of a row in place; the rest of each snapshot lay on a page of its own, so that every step wrote
-- two pages instead of one. The same columns, now with rowid. PostgreSQL needs nothing of the kind: its step 002 does not exist.
create table cases_case_moved (
  id text primary key not null,
  number text not null unique,
  version bigint not null,
  matter text not null,
  matter_version text not null,
  phase integer not null,
  applicant text not null,
  applicant_name text not null,
  home text not null,
  home_path text not null,
  subject_key text,
  subject text not null,
  submitted_at bigint not null,
  decided_at bigint,
  ended_at bigint,
  late integer not null,
  applicant_lost bigint not null,
  applicant_since bigint,
  snapshot text not null
);
insert into cases_case_moved (id, number, version, matter, matter_version, phase, applicant, applicant_name, home, home_path, subject_key, subject,
  submitted_at, decided_at, ended_at, late, applicant_lost, applicant_since, snapshot)
select id, number, version, matter, matter_version, phase, applicant, applicant_name, home, home_path, subject_key, subject,
  submitted_at, decided_at, ended_at, late, applicant_lost, applicant_since, snapshot from cases_case;
drop table cases_case;
alter table cases_case_moved rename to cases_case;
create index cases_case_applicant on cases_case (applicant, submitted_at);
create index cases_case_subject_key on cases_case (subject_key, submitted_at) where subject_key is not null;
create index cases_case_decided on cases_case (decided_at, id) where decided_at is not null;
create index cases_case_board on cases_case (home_path, ended_at, late, applicant_lost, applicant_since);
