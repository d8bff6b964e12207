-- Catalogues elsewhere that are read into ours.
create table sharing_harvest_source (
  code text not null primary key,
  title text not null,
  address text not null,
  provider text not null,
  licence text,
  cycle integer not null,
  paused integer not null,
  person text not null,
  changed_at integer not null,
  requested integer not null,
  read_until text,
  harvested_at integer,
  next_at integer,
  tries integer not null,
  fault text
);

-- Which resource each data set of a source is; its name may change, its id does not.
create table sharing_harvest_package (
  source text not null,
  id text not null,
  name text not null,
  code text not null unique,
  modified text not null,
  gone_at integer,
  fault text,
  primary key (source, id)
);

-- What each reading came to.
create table sharing_harvest_run (
  id text not null primary key,
  source text not null,
  at integer not null,
  ended_at integer not null,
  seen integer not null,
  made integer not null,
  changed integer not null,
  refused integer not null,
  withdrawn integer not null,
  fault text
);
create index sharing_harvest_run_source on sharing_harvest_run (source, at);
