-- A run that is spread over nodes: what each job came to. Rows go when the run is on record.
create table sharing_check_job (
  run text not null,
  kind integer not null,
  rule integer not null,
  part integer not null,
  parts integer not null,
  opened_at bigint not null,
  done_at bigint,
  node text,
  outcome bytea,
  primary key (run, kind, rule, part)
);

-- What the jobs of a run are about; the same run begun again is the same.
create table sharing_spread_run (
  run text not null primary key,
  resource text not null,
  version integer not null,
  rule_set integer not null,
  today text not null,
  targets text not null,
  opened_at bigint not null
);
