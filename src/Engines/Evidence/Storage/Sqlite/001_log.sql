-- What happened. A row without a place is the outbox: durable, not sealed yet. The place is given afterwards by the sequencer, for numbering inside
-- the caller's transaction would make all writers wait for each other; "number" only remembers the order of insertion, and a late commit may have a
-- lower one than a sealed row.
create table evidence_entry (
  number integer primary key,
  id text not null unique,
  stream text not null,
  sequence integer not null,
  type text not null,
  at integer not null,
  entry blob not null,
  place integer unique,
  leaf blob,
  unique (stream, sequence)
);
create index evidence_entry_outbox on evidence_entry (number) where place is null;

-- Roots of full tiles: the hash at (level, place) spans 256^level leaves. Level 0 is evidence_entry.leaf.
create table evidence_node (
  level integer not null,
  place integer not null,
  hash blob not null,
  primary key (level, place)
) without rowid;

-- The state of each log: sealed size, right edge, root and signed checkpoint. Changed only by compare-and-swap on the size.
create table evidence_log (
  name text primary key,
  origin text not null,
  verifier text not null,
  size integer not null,
  edge blob not null,
  root blob not null,
  note text not null,
  at integer not null
) without rowid;

-- Every checkpoint ever signed: a log must stay consistent with all of them.
create table evidence_checkpoint (
  size integer primary key,
  root blob not null,
  note text not null,
  at integer not null
);

-- Values and salts behind the commitments. Rows here may be erased; the log stays provable without them.
create table evidence_private (
  entry_id text not null,
  name text not null,
  salt blob not null,
  value text not null,
  primary key (entry_id, name)
) without rowid;

-- How far each follower has come, and what holds it back.
create table evidence_follower (
  name text primary key,
  next integer not null,
  failures integer not null,
  error text,
  at integer not null
) without rowid;
