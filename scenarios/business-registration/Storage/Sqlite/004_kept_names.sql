-- Names that passed the check of a running application: they bar others until the licence is there, the application ends, or their time is over.
create table registration_name_kept (
  case_id text primary key,
  name text not null,
  city text not null,
  industry text not null,
  at integer not null,
  until integer not null
) without rowid;
create index registration_name_kept_place on registration_name_kept (city, industry);

-- One row for each place where names bar one another: who keeps a name there holds it, so that of two near names at the same moment one waits for the other.
create table registration_name_turn (
  city text not null,
  industry text not null,
  turn integer not null,
  primary key (city, industry)
) without rowid;
