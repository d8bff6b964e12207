-- Files with catalogues: what each would change, and when its person confirmed it.
create table sharing_catalogue_import (
  id text not null primary key,
  person text not null,
  office text not null,
  name text not null,
  hash text not null,
  at integer not null,
  confirmed_at integer,
  lines text not null
);
create index sharing_catalogue_import_person on sharing_catalogue_import (person, at);
create index sharing_catalogue_import_waiting on sharing_catalogue_import (at) where confirmed_at is null;
