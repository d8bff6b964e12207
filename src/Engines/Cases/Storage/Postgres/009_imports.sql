-- A sheet of cases to be entered, and its rows.
create table cases_import (
  id text not null primary key,
  person text not null,
  matter text not null,
  kind integer not null,
  file_name text not null,
  sha256 text not null,
  headings text not null,
  matched text not null,
  status integer not null,
  at bigint not null
);
create index cases_import_person on cases_import (person, at);
create index cases_import_running on cases_import (status) where status = 1;

-- state: 0 sound, 1 faulty, 2 a case.
create table cases_import_row (
  import_id text not null,
  row_number bigint not null,
  cells text not null,
  state bigint not null,
  faults text not null,
  case_id text,
  primary key (import_id, row_number)
);
create index cases_import_row_state on cases_import_row (import_id, state, row_number);
