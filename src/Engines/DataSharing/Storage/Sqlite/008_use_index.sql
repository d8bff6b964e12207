-- The index over recorded uses without their content, which the log holds: places only. A row with three indexes a use, and a subject's row on a page of
-- its own each time, cost more than recording the use itself (docs/adr/0041). The old tables are made again from the log in the new form.
drop table sharing_use;
drop table sharing_use_subject;

-- How far the log has been followed, so that a batch that is handed over twice is taken once; and the number of the last run.
create table sharing_use_state (
  id integer primary key check (id = 1),
  next integer not null,
  run integer not null
);
insert into sharing_use_state (id, next, run) values (1, 0, 0);

-- Places in the log of the uses under a key, 8 bytes each, ascending, ending with "last".
create table sharing_use_stretch (
  key text not null,
  last integer not null,
  places blob not null,
  primary key (key, last)
) without rowid;

-- Uses of a day, added up.
create table sharing_use_day (
  day_number integer not null,
  resource text not null,
  recipient text not null,
  ground text not null,
  provider_path text not null,
  uses integer not null,
  row_count integer not null,
  primary key (day_number, resource, recipient, ground, provider_path)
) without rowid;

-- Who was looked at: sorted runs of (hash, place), merged eight by eight. Level -1: being written, or no longer needed.
create table sharing_subject_run (
  run integer primary key,
  level integer not null,
  first integer not null,
  last integer not null
);
create table sharing_subject_block (
  run integer not null,
  hash integer not null,
  place integer not null,
  entries blob not null,
  primary key (run, hash, place)
) without rowid;
