-- Keys under which private values and salts lie, each made by one process for one subject (the person or party whom the values are about). Erasing a
-- subject clears "wrapped" and keeps the row, so that a key that another node still remembers is not taken for a good one.
create table evidence_subject_key (
  id text primary key,
  subject text not null,
  wrapped blob,
  at integer not null,
  erased_at integer
) without rowid;
create index evidence_subject_key_of on evidence_subject_key (subject);

-- The private fields of an entry with their salts, encrypted as one. A row without a box was erased. (evidence_private holds what was recorded before.)
create table evidence_private_box (
  entry_id text primary key,
  key_id text not null,
  box blob
) without rowid;
create index evidence_private_box_of on evidence_private_box (key_id);

-- The log's signing keys after the first one. A key begins to sign at from_size, once the event that names it is sealed under its predecessor, which
-- signs beside it up to the instant overlap_until.
create table evidence_log_key (
  verifier text primary key,
  secret text not null,
  entry_id text,
  from_size integer,
  overlap_until integer,
  at integer not null
) without rowid;

-- When the work that keeps the log was last done, and with which outcome.
create table evidence_run (
  name text primary key,
  at integer not null,
  sound integer not null,
  next integer not null,
  detail text not null
) without rowid;
