-- Electronic seals. "der" of a version is what its maker signed and says everything; the columns beside it find it and count its uses.
create table certificates_seal (
  id text primary key,
  number text not null unique,
  kind text not null,
  name text not null,
  unit_party_id text not null,
  unit_name text not null,
  unit_code text not null,
  unit_path text,
  maker_organisation_id text not null,
  maker_path text not null,
  source text not null unique,
  status text not null,
  version integer not null,
  valid_from text not null,
  valid_until text not null,
  uses integer not null,
  made_at integer not null,
  sample integer not null
) without rowid;
create index certificates_seal_unit on certificates_seal (unit_party_id, id);
create index certificates_seal_maker on certificates_seal (maker_path, id);

create table certificates_seal_version (
  seal_id text not null,
  version integer not null,
  der blob not null,
  at integer not null,
  primary key (seal_id, version)
) without rowid;

-- What became of a seal: made, suspended, resumed, revoked, renewed. The log holds the same and is believed before these rows.
create table certificates_seal_event (
  seal_id text not null,
  sequence integer not null,
  kind text not null,
  at integer not null,
  by_person text not null,
  reason text not null,
  primary key (seal_id, sequence)
) without rowid;

create table certificates_seal_use (
  id text primary key,
  seal_id text not null,
  version integer not null,
  at integer not null,
  by_person text not null,
  purpose text not null,
  subject text not null,
  kind text not null,
  digest text not null,
  signature blob not null,
  file text
) without rowid;
create index certificates_seal_use_seal on certificates_seal_use (seal_id, id);
create index certificates_seal_use_digest on certificates_seal_use (digest);

-- Uses of each day, so that a year's statistics read a few hundred rows and not every use. "sample" rows are figures of the demo without single uses behind them.
create table certificates_seal_count (
  seal_id text not null,
  day text not null,
  sample integer not null,
  uses integer not null,
  primary key (seal_id, day, sample)
) without rowid;
