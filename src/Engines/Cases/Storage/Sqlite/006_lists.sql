-- What is searched: one row a case, in the order in which cases came to be known. Anybody can make it again from the cases.
create table cases_search (
  sequence integer primary key,
  case_id text not null unique,
  -- Texts as they are compared, a line each, and as they are shown.
  plain text not null,
  fields text not null
);

-- The numbers of the texts' small pieces (see Searching/Grams.cs), found by FTS5, which keeps nothing else.
create virtual table cases_search_gram using fts5(grams, content='', contentless_delete=1, detail=none, tokenize='ascii');

-- Cases whose texts or offices have changed since they were last read for the search.
create table cases_search_due (
  case_id text primary key not null,
  version bigint not null
) without rowid;
insert into cases_search_due (case_id, version) select id, version from cases_case;
