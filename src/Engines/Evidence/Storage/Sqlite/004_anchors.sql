-- Checkpoints that somebody outside holds: a time stamp (kind 'time-stamp', proof: the authority's whole answer, text: the stamped lines)
-- or an entry in another authority's log (kind 'peer', proof: a .tlog-proof of that entry).
create table evidence_anchor (
  id text primary key,
  kind text not null,
  name text not null,
  size integer not null,
  at integer not null,
  proof blob not null,
  text text not null,
  digest text not null
);
create index evidence_anchor_size on evidence_anchor (kind, name, size);

-- When each authority and each peer is asked next, and what failed last. An operator's button sets next_at to 0.
create table evidence_anchor_plan (
  kind text not null,
  name text not null,
  next_at integer not null,
  done_at integer not null,
  failures integer not null,
  fault text not null,
  detail text not null,
  primary key (kind, name)
) without rowid;

-- Checkpoints of other authorities' logs as they were fetched and entered; a row with a fault contradicts the rows before it.
create table evidence_peer_checkpoint (
  number integer primary key,
  name text not null,
  size integer not null,
  note text not null,
  digest text not null,
  fault text not null,
  at integer not null,
  unique (name, digest)
);

-- How far each peer's entries have been searched for our own checkpoints.
create table evidence_peer (
  name text primary key,
  searched integer not null
) without rowid;
