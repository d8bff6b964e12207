create table acceptance_project (
  code text not null primary key,
  name text not null,
  owner_party_id text not null,
  division text not null,
  area_path text not null,
  facts text not null,
  registered_at integer not null
) without rowid;
create index acceptance_project_owner on acceptance_project (owner_party_id, registered_at desc);
create index acceptance_project_area on acceptance_project (area_path, code);
