-- Resources whose data stay in the PostgreSQL of their department. The address is sealed: it holds a password.
create table sharing_remote_table (
  resource text not null primary key,
  address text not null,
  table_name text not null,
  at integer not null
);
