-- What departments' systems deposited, as it is searched for; written in the transaction of the entry itself (docs/adr/0012). Everything here but the
-- program and its key stands openly in the log.
create table evidence_deposit (
  id text primary key,
  organisation text not null,
  scene text not null,
  kind text not null,
  sequence bigint not null,
  sha256 bytea,
  sm3 bytea,
  size bigint,
  at bigint not null,
  promised_by bigint not null,
  program text not null,
  program_key text
);
create unique index evidence_deposit_key on evidence_deposit (program, program_key) where program_key is not null;
create index evidence_deposit_newest on evidence_deposit (at, id);
create index evidence_deposit_department on evidence_deposit (organisation, at, id);
create index evidence_deposit_scene on evidence_deposit (scene, at, id);
create index evidence_deposit_both on evidence_deposit (organisation, scene, at, id);
create index evidence_deposit_sha256 on evidence_deposit (sha256) where sha256 is not null;
create index evidence_deposit_sm3 on evidence_deposit (sm3) where sm3 is not null;

-- The streams: how many deposits each holds. Its row is what makes the depositors of one stream take turns.
create table evidence_deposit_stream (
  organisation text not null,
  scene text not null,
  deposits bigint not null,
  primary key (organisation, scene)
);

-- Deposits by day (China), scene and department, counted as they come.
create table evidence_deposit_day (
  organisation text not null,
  scene text not null,
  day text not null,
  deposits bigint not null,
  primary key (organisation, scene, day)
);
