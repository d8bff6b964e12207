-- Electronic seals. "der" of a version is what its maker signed and says everything; the columns beside it find it and count its uses.
create table certificates_seal (
  id text collate "C" primary key,
  number text not null unique,
  kind text not null,
  name text not null,
  unit_party_id text not null,
  unit_name text not null,
  unit_code text not null,
  unit_path text collate "C",
  maker_organisation_id text not null,
  maker_path text collate "C" not null,
  source text not null unique,
  status text not null,
  version bigint not null,
  valid_from text not null,
  valid_until text not null,
  uses bigint not null,
  made_at bigint not null,
  sample bigint not null
);
create index certificates_seal_unit on certificates_seal (unit_party_id, id);
create index certificates_seal_maker on certificates_seal (maker_path, id);

create table certificates_seal_version (
  seal_id text not null,
  version bigint not null,
  der bytea not null,
  at bigint not null,
  primary key (seal_id, version)
);

-- What became of a seal: made, suspended, resumed, revoked, renewed. The log holds the same and is believed before these rows.
create table certificates_seal_event (
  seal_id text not null,
  sequence bigint not null,
  kind text not null,
  at bigint not null,
  by_person text not null,
  reason text not null,
  primary key (seal_id, sequence)
);

create table certificates_seal_use (
  id text collate "C" primary key,
  seal_id text not null,
  version bigint not null,
  at bigint not null,
  by_person text not null,
  purpose text not null,
  subject text not null,
  kind text not null,
  digest text not null,
  signature bytea not null,
  file text
);
create index certificates_seal_use_seal on certificates_seal_use (seal_id, id);
create index certificates_seal_use_digest on certificates_seal_use (digest);

-- Uses of each day, so that a year's statistics read a few hundred rows and not every use. "sample" rows are figures of the demo without single uses behind them.
create table certificates_seal_count (
  seal_id text not null,
  day text collate "C" not null,
  sample bigint not null,
  uses bigint not null,
  primary key (seal_id, day, sample)
);
