create table web_key(
  name text primary key,
  made_at bigint not null,
  xml text not null);
