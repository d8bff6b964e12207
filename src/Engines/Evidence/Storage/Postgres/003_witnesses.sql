-- Cosignatures that witnesses gave for checkpoints, each verified before it was stored. "witness" is its verifier key as a line; "line" the signature line.
create table evidence_cosignature (
  size bigint not null,
  witness text not null,
  line text not null,
  at bigint not null,
  primary key (size, witness)
);

-- Checkpoints that had a quorum by the policy of that time.
create table evidence_witnessed (
  size bigint primary key,
  at bigint not null
);

-- How each witness does: the size of its last cosignature, when that was, and what has gone wrong since.
create table evidence_witness (
  witness text primary key,
  size bigint not null,
  cosigned_at bigint,
  failures bigint not null,
  error text,
  tried_at bigint not null
);
