-- Who does whose work during leave. From and until are days, both counted.
create table security_substitution (
  id text not null primary key,
  absent_id text not null,
  substitute_id text not null,
  from_day text not null,
  until_day text not null,
  named_by text not null,
  named_at bigint not null,
  ended_at bigint
);
create index security_substitution_absent on security_substitution (absent_id, until_day);
create index security_substitution_substitute on security_substitution (substitute_id, until_day);
