-- Checkpoints that somebody outside holds: a time stamp (kind 'time-stamp', proof: the authority's whole answer, text: the stamped lines)
-- or an entry in another authority's log (kind 'peer', proof: a .tlog-proof of that entry).
create table evidence_anchor (
  id text primary key,
  kind text not null,
  name text not null,
  size bigint not null,
  at bigint not null,
  proof bytea not null,
  text text not null,
  digest text not null
);
create index evidence_anchor_size on evidence_anchor (kind, name, size);

-- When each authority and each peer is asked next, and what failed last. An operator's button sets next_at to 0.
create table evidence_anchor_plan (
  kind text not null,
  name text not null,
  next_at bigint not null,
  done_at bigint not null,
  failures bigint not null,
  fault text not null,
  detail text not null,
  primary key (kind, name)
);

-- Checkpoints of other authorities' logs as they were fetched and entered; a row with a fault contradicts the rows before it.
create table evidence_peer_checkpoint (
  number bigint generated always as identity primary key,
  name text not null,
  size bigint not null,
  note text not null,
  digest text not null,
  fault text not null,
  at bigint not null,
  unique (name, digest)
);

-- How far each peer's entries have been searched for our own checkpoints.
create table evidence_peer (
  name text primary key,
  searched bigint not null
);
