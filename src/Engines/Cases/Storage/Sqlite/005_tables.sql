-- Which version of a matter ran from when on: packs publish at the start, people from the page of versions. The last one of a matter runs.
create table cases_publication (
  matter text not null,
  sequence bigint not null,
  version text not null,
  hash text not null,
  -- Version of the pack that it rests on.
  base_hash text not null,
  -- 'pack', 'page', or 'carried': a new pack with the tables that people had published.
  origin text not null,
  at bigint not null,
  person text not null,
  reason text not null,
  tables text not null,
  primary key (matter, sequence)
) without rowid;
create index cases_case_matter_version on cases_case (matter, matter_version, ended_at);
create index cases_case_matter_decided on cases_case (matter, decided_at, id) where decided_at is not null;
