-- Names of enterprises whose licence was issued here: they stand in the way of others until the licence is void.
create table registration_name (
  licence_id text primary key,
  name text not null,
  city text not null,
  industry text not null,
  at bigint not null,
  freed_at bigint
);
create index registration_name_place on registration_name (city, industry, licence_id);
