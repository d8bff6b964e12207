-- Enterprises whose licence is there, with the bank that was told of it and the account that it answered with.
create table registration_opening (
  case_id text primary key,
  party_id text not null,
  name text not null,
  licence_no text not null,
  home_path text not null,
  bank text not null,
  bank_path text not null,
  at integer not null,
  account text,
  opened_at integer
) without rowid;
create index registration_opening_party on registration_opening (party_id, case_id);
