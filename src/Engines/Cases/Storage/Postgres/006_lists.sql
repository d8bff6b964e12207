-- What is searched: one row a case, in the order in which cases came to be known. Anybody can make it again from the cases.
create table cases_search (
  sequence bigint primary key,
  case_id text collate "C" not null unique,
  -- Texts as they are compared, a line each, and as they are shown.
  plain text not null,
  fields text not null,
  -- The numbers of the texts' small pieces (see Searching/Grams.cs).
  grams integer[] not null
);
-- Written by the indexer alone, so nothing is gained by a list of pending entries, which each search would have to read.
create index cases_search_gram on cases_search using gin (grams) with (fastupdate = off);

-- Cases whose texts or offices have changed since they were last read for the search.
create table cases_search_due (
  case_id text collate "C" primary key,
  version bigint not null
);
insert into cases_search_due (case_id, version) select id, version from cases_case;
