-- A certificate shown for one purpose and a short time. The secret of its QR code is derived from the vault and stands nowhere.
create table certificates_presentation (
  id text primary key,
  certificate_id text not null,
  purpose text not null,
  fields text not null,
  made_at integer not null,
  expires_at integer not null,
  by_person text not null,
  ended_at integer
) without rowid;
create index certificates_presentation_certificate on certificates_presentation (certificate_id, id);

-- Who looked at what was shown.
create table certificates_look (
  presentation_id text not null,
  sequence integer not null,
  at integer not null,
  who text not null,
  person text not null,
  primary key (presentation_id, sequence)
) without rowid;

-- Where a certificate served as the material of a matter.
create table certificates_trace (
  certificate_id text not null,
  case_id text not null,
  case_number text not null,
  matter text not null,
  material text not null,
  at integer not null,
  primary key (certificate_id, case_id, material)
) without rowid;

-- The catalogue of types; the newest version of a key counts.
create table certificates_type (
  key text not null,
  version integer not null,
  body text not null,
  at integer not null,
  by_person text not null,
  primary key (key, version)
) without rowid;

-- Yearly checks.
create table certificates_inspection (
  certificate_id text not null,
  year integer not null,
  passed integer not null,
  note text not null,
  at integer not null,
  by_person text not null,
  primary key (certificate_id, year)
) without rowid;
