-- Last number given of each series (a number pattern with its year and division filled in); a row changes only together with the order that takes the number.
create table certificates_sequence (
  series text primary key,
  last integer not null
) without rowid;

-- An order has its id and number before the certificate is printed and signed, so that no writer waits for printing, and a retry takes up the same number.
create table certificates_order (
  order_id text primary key,
  certificate_id text not null unique,
  number text not null unique,
  at integer not null
) without rowid;

-- "content" is what was signed and says everything; the columns beside it only find it.
create table certificates_certificate (
  id text primary key,
  number text not null unique,
  type text not null,
  holder_party_id text not null,
  issuer_organisation_id text not null,
  issuer_path text not null,
  source_case_id text not null,
  issued_on text not null,
  content blob not null,
  digest text not null,
  signature blob not null,
  pdf_sha256 text not null,
  pdf_size integer not null,
  at integer not null,
  revoked_at integer,
  revocation_reason text,
  revoked_by text
) without rowid;
create index certificates_certificate_holder on certificates_certificate (holder_party_id, type, id);
create index certificates_certificate_issuer on certificates_certificate (issuer_path, id);
create unique index certificates_certificate_pdf on certificates_certificate (pdf_sha256);
