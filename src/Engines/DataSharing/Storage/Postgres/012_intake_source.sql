-- Tables from which data are taken: one for a resource. The connection is sealed.
create table sharing_intake_source (
  resource text not null primary key,
  kind bigint not null,
  connection text not null,
  schema_name text not null,
  table_name text not null,
  columns text not null,
  cursor_column text,
  cursor_value text,
  cursor_version bigint,
  person text not null,
  changed_at bigint not null,
  requested bigint not null,
  pulled_at bigint,
  fault text
);

-- A run that comes of a table: where the table's cursor stands once the run is published.
alter table sharing_intake_run add column source bigint;
alter table sharing_intake_run add column cursor_to text;
