-- Last number given of each series (a number pattern with its year and division filled in); a row changes only together with the order that takes the number.
create table certificates_sequence (
  series text primary key,
  last bigint not null
);

-- An order has its id and number before the certificate is printed and signed, so that no writer waits for printing, and a retry takes up the same number.
create table certificates_order (
  order_id text primary key,
  certificate_id text not null unique,
  number text not null unique,
  at bigint not null
);

-- "content" is what was signed and says everything; the columns beside it only find it.
create table certificates_certificate (
  id text collate "C" primary key,
  number text not null unique,
  type text not null,
  holder_party_id text not null,
  issuer_organisation_id text not null,
  issuer_path text collate "C" not null,
  source_case_id text not null,
  issued_on text not null,
  content bytea not null,
  digest text not null,
  signature bytea not null,
  pdf_sha256 text not null,
  pdf_size bigint not null,
  at bigint not null,
  revoked_at bigint,
  revocation_reason text,
  revoked_by text
);
create index certificates_certificate_holder on certificates_certificate (holder_party_id, type, id);
create index certificates_certificate_issuer on certificates_certificate (issuer_path, id);
create unique index certificates_certificate_pdf on certificates_certificate (pdf_sha256);
