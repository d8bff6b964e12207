-- Enterprises as their code (企业码) knows them: from the application on, with the licence once it is there.
create table registration_enterprise (
  founding_case text primary key,
  party_id text not null,
  name text not null,
  division text not null,
  address text not null,
  licence_id text unique,
  licence_no text,
  at bigint not null
);
create index registration_enterprise_party on registration_enterprise (party_id, founding_case);

-- Permits under a code. Whether one is valid is not kept here: that is asked of the certificate each time.
create table registration_permit (
  id text primary key,
  founding_case text not null,
  permit text not null,
  party_id text not null,
  by_person text not null,
  office text,
  office_path text,
  case_id text unique,
  certificate_id text,
  ended text,
  held_because text,
  suspended_at bigint,
  suspended_because text,
  statement text not null,
  at bigint not null
);
create index registration_permit_enterprise on registration_permit (founding_case, id);
create index registration_permit_office on registration_permit (office_path, id);
