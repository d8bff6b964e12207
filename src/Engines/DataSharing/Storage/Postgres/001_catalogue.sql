-- What departments offer: the current description of each resource, for lists and search.
create table sharing_resource (
  code text not null primary key,
  provider text not null,
  provider_path text not null,
  title text not null,
  sharing integer not null,
  cycle integer not null,
  library integer not null,
  opened integer not null,
  items integer not null,
  description integer not null,
  latest integer not null,
  latest_rows bigint not null,
  latest_at bigint,
  withdrawn_at bigint
);
create index sharing_resource_provider on sharing_resource (provider_path, code);

-- Every description that there ever was; never changed.
create table sharing_description (
  code text not null,
  number integer not null,
  at bigint not null,
  hash text not null,
  document text not null,
  primary key (code, number)
);

-- The items of the current descriptions.
create table sharing_item (
  code text not null,
  item text not null,
  place integer not null,
  name text not null,
  type integer not null,
  sensitivity integer not null,
  source text,
  primary key (code, item)
);
create index sharing_item_source on sharing_item (source) where source is not null;

-- The data as they were at one time; never changed.
create table sharing_version (
  code text not null,
  number integer not null,
  description integer not null,
  at bigint not null,
  row_count bigint not null,
  hash text not null,
  shards text not null,
  primary key (code, number)
);
