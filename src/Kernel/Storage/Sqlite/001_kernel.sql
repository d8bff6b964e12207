-- Private keys, wrapped with SM4-GCM under the master key.
create table kernel_secret(
  name text primary key,
  wrapped blob not null,
  created_at bigint not null
) without rowid;

-- Years of the working-day calendar that were loaded after the program was built; each outweighs the shipped one.
create table kernel_calendar(
  year integer primary key,
  content text not null,
  loaded_at bigint not null
);

-- The demo's clock: one row, how far it is ahead of the real one.
create table kernel_clock(
  id integer primary key check (id = 1),
  shift_micros bigint not null
);
