-- What people gave otherwise than the pool has it, until the source has settled it. Values are encrypted.
create table sharing_correction (
  id text not null primary key,
  resource text not null,
  item text not null,
  provider_path text not null,
  version integer not null,
  subject text not null,
  code text not null,
  known text not null,
  given text not null,
  ground text not null,
  reported_at integer not null,
  settled_at integer,
  outcome integer,
  answer text
);
create unique index sharing_correction_once on sharing_correction (resource, item, subject) where settled_at is null;
create index sharing_correction_provider on sharing_correction (provider_path, settled_at, reported_at);
