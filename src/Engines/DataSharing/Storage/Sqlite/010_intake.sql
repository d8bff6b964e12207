-- Files that departments brought, and what became of each.
create table sharing_intake_run (
  id text not null primary key,
  resource text not null,
  description integer not null,
  mode integer not null,
  file text not null,
  name text not null,
  size integer not null,
  shape text not null,
  state integer not null,
  person text not null,
  office text not null,
  office_path text not null,
  begun_at integer not null,
  started_at integer,
  ended_at integer,
  row_count integer not null,
  kept integer not null,
  quarantined integer not null,
  line integer not null,
  bytes integer not null,
  chunks integer not null,
  faults text not null,
  version integer,
  mends text
);
create index sharing_intake_run_resource on sharing_intake_run (resource, begun_at);
create index sharing_intake_run_open on sharing_intake_run (begun_at) where state < 2;

-- Pieces of a run that are safe: the border at which it goes on after a stop.
create table sharing_intake_chunk (
  run text not null,
  number integer not null,
  sha256 text not null,
  row_count integer not null,
  bytes integer not null,
  primary key (run, number)
);

-- Rows that did not come in, as they stood, with what is wrong in them.
create table sharing_intake_bad (
  run text not null,
  line integer not null,
  reasons text not null,
  cells text not null,
  primary key (run, line)
);
