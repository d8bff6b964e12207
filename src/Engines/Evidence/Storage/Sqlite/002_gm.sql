-- The national tree (SM3, checkpoints signed with SM2) over the same entries. Its state is the row 'log-gm' of evidence_log; its leaves need no
-- rows, for they follow from the entries.
create table evidence_national_node (
  level integer not null,
  place integer not null,
  hash blob not null,
  primary key (level, place)
) without rowid;

-- Every checkpoint ever signed over it; each has the size of one that was signed over the SHA-256 tree before.
create table evidence_national_checkpoint (
  size integer primary key,
  root blob not null,
  note text not null,
  at integer not null
);
