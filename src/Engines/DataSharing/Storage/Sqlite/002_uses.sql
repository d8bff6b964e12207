-- Who used whose data: an index over the sealed log, made by following it. It can be made again from the log at any time.
create table sharing_use (
  entry text not null primary key,
  place integer not null,
  at integer not null,
  resource text not null,
  version integer not null,
  provider_path text not null,
  recipient text not null,
  ground text not null,
  items text not null,
  row_count integer not null
);
create index sharing_use_provider on sharing_use (provider_path, at);
create index sharing_use_ground on sharing_use (ground, at);
create index sharing_use_recipient on sharing_use (recipient, at);

-- Uses about one person or enterprise, by its keyed hash.
create table sharing_use_subject (
  subject text not null,
  at integer not null,
  entry text not null,
  primary key (subject, at, entry)
);
