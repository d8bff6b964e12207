-- What happened. A row without a place is the outbox: durable, not sealed yet. The place is given afterwards by the sequencer, for numbering inside
-- the caller's transaction would make all writers wait for each other; "number" only remembers the order of insertion, and a late commit may have a
-- lower one than a sealed row.
create table evidence_entry (
  number bigint generated always as identity primary key,
  id text not null unique,
  stream text not null,
  sequence bigint not null,
  type text not null,
  at bigint not null,
  entry bytea not null,
  place bigint unique,
  leaf bytea,
  unique (stream, sequence)
);
create index evidence_entry_outbox on evidence_entry (number) where place is null;

-- Roots of full tiles: the hash at (level, place) spans 256^level leaves. Level 0 is evidence_entry.leaf.
create table evidence_node (
  level bigint not null,
  place bigint not null,
  hash bytea not null,
  primary key (level, place)
);

-- The state of each log: sealed size, right edge, root and signed checkpoint. Changed only by compare-and-swap on the size.
create table evidence_log (
  name text primary key,
  origin text not null,
  verifier text not null,
  size bigint not null,
  edge bytea not null,
  root bytea not null,
  note text not null,
  at bigint not null
);

-- Every checkpoint ever signed: a log must stay consistent with all of them.
create table evidence_checkpoint (
  size bigint primary key,
  root bytea not null,
  note text not null,
  at bigint not null
);

-- Values and salts behind the commitments. Rows here may be erased; the log stays provable without them.
create table evidence_private (
  entry_id text not null,
  name text not null,
  salt bytea not null,
  value text not null,
  primary key (entry_id, name)
);

-- How far each follower has come, and what holds it back.
create table evidence_follower (
  name text primary key,
  next bigint not null,
  failures bigint not null,
  error text,
  at bigint not null
);
