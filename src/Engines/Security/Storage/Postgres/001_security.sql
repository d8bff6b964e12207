create table security_organisation (
  id text not null primary key,
  parent_id text,
  path text not null unique,
  kind text not null,
  division text not null,
  function text,
  name text not null,
  created_at bigint not null
);

-- One row that changes with the tree: other nodes see by it that they must read again.
create table security_tree (
  id bigint not null primary key,
  version bigint not null
);
insert into security_tree (id, version) values (1, 0);

create table security_person (
  id text not null primary key,
  login text not null unique,
  name text not null,
  password text not null,
  stamp text not null,
  events bigint not null,
  closed_at bigint,
  created_at bigint not null
);

create table security_appointment (
  person_id text not null,
  organisation_id text not null,
  role text not null,
  appointed_at bigint not null,
  primary key (person_id, organisation_id, role)
);
create index security_appointment_organisation on security_appointment (organisation_id);

-- The code (identity number, social credit code) is kept encrypted; its keyed digest finds it.
create table security_party (
  id text not null primary key,
  kind text not null,
  name text not null,
  code_digest text not null unique,
  code_sealed text not null,
  created_at bigint not null
);

create table security_representation (
  person_id text not null,
  party_id text not null,
  since bigint not null,
  primary key (person_id, party_id)
);

create table security_mandate (
  id text not null primary key,
  agent_id text not null,
  party_id text not null,
  matters text not null,
  until text not null,
  given_by text not null,
  given_at bigint not null,
  revoked_at bigint
);
create index security_mandate_agent on security_mandate (agent_id);
create index security_mandate_party on security_mandate (party_id);

create table security_attempt (
  subject text not null primary key,
  since bigint not null,
  failures bigint not null
);
