-- Rules of each resource; never changed, a change makes the next.
create table sharing_rule_set (
  resource text not null,
  number integer not null,
  hash text not null,
  at bigint not null,
  document text not null,
  primary key (resource, number)
);

-- Runs of rules over a pinned version: made again, they have the same outcome.
create table sharing_check_run (
  id text not null primary key,
  resource text not null,
  version integer not null,
  version_hash text not null,
  rule_set integer not null,
  today text not null,
  at bigint not null,
  took bigint not null,
  row_count bigint not null,
  applied text not null,
  histogram text not null,
  examples text not null
);
create unique index sharing_check_run_once on sharing_check_run (resource, version, rule_set, today);
create index sharing_check_run_resource on sharing_check_run (resource, at);

-- A rule that is broken more often than allowed, from the run that found it to the run that found it mended.
create table sharing_finding (
  id text not null primary key,
  resource text not null,
  rule text not null,
  opened_by text not null,
  opened_at bigint not null,
  due text not null,
  failed bigint not null,
  closed_by text,
  closed_at bigint
);
create unique index sharing_finding_open on sharing_finding (resource, rule) where closed_at is null;
