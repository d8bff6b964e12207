-- What a department has to mend: one order for a dimension of a resource, from the run that found it to the run that found it mended.
create table sharing_mending (
  id text not null primary key,
  resource text not null,
  dimension integer not null,
  run text not null,
  opened_at bigint not null,
  due text not null,
  draft text,
  case_id text,
  case_number text,
  stage integer not null,
  judged_version integer not null,
  judged_rules integer not null,
  judged_round integer not null,
  closed_at bigint,
  passed integer
);
create unique index sharing_mending_open on sharing_mending (resource, dimension) where closed_at is null;
