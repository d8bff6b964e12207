-- A deed on several pieces of work, with its results.
create table cases_batch (
  id text not null primary key,
  person text not null,
  at bigint not null,
  finished_at bigint,
  body text not null
);

-- Filters that people keep; with an organisation they are its people's too.
create table cases_filter (
  id text not null primary key,
  owner text not null,
  organisation text,
  name text not null,
  address text not null,
  events bigint not null
);
create unique index cases_filter_name on cases_filter (owner, coalesce(organisation, ''), name);
create index cases_filter_organisation on cases_filter (organisation) where organisation is not null;

-- The filter that a person's worklist opens with.
create table cases_filter_default (
  person text not null primary key,
  filter_id text not null
);
