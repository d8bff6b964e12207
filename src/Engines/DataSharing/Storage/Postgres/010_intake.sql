-- Files that departments brought, and what became of each.
create table sharing_intake_run (
  id text not null primary key,
  resource text not null,
  description bigint not null,
  mode bigint not null,
  file text not null,
  name text not null,
  size bigint not null,
  shape text not null,
  state bigint not null,
  person text not null,
  office text not null,
  office_path text not null,
  begun_at bigint not null,
  started_at bigint,
  ended_at bigint,
  row_count bigint not null,
  kept bigint not null,
  quarantined bigint not null,
  line bigint not null,
  bytes bigint not null,
  chunks bigint not null,
  faults text not null,
  version bigint,
  mends text
);
create index sharing_intake_run_resource on sharing_intake_run (resource, begun_at);
create index sharing_intake_run_open on sharing_intake_run (begun_at) where state < 2;

-- Pieces of a run that are safe: the border at which it goes on after a stop.
create table sharing_intake_chunk (
  run text not null,
  number bigint not null,
  sha256 text not null,
  row_count bigint not null,
  bytes bigint not null,
  primary key (run, number)
);

-- Rows that did not come in, as they stood, with what is wrong in them.
create table sharing_intake_bad (
  run text not null,
  line bigint not null,
  reasons text not null,
  cells text not null,
  primary key (run, line)
);
