-- Cosignatures that witnesses gave for checkpoints, each verified before it was stored. "witness" is its verifier key as a line; "line" the signature line.
create table evidence_cosignature (
  size integer not null,
  witness text not null,
  line text not null,
  at integer not null,
  primary key (size, witness)
) without rowid;

-- Checkpoints that had a quorum by the policy of that time.
create table evidence_witnessed (
  size integer primary key,
  at integer not null
);

-- How each witness does: the size of its last cosignature, when that was, and what has gone wrong since.
create table evidence_witness (
  witness text primary key,
  size integer not null,
  cosigned_at integer,
  failures integer not null,
  error text,
  tried_at integer not null
) without rowid;
