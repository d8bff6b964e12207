-- What the public may know of a case of the street, derived from the case and kept for maps, scores and Open311.
create table city_ticket (
  id text collate "C" not null primary key,
  number text collate "C" not null unique,
  class text collate "C" not null,
  division text collate "C" not null,
  grid text collate "C" not null,
  place text collate "C" not null,
  longitude bigint,
  latitude bigint,
  urgency text collate "C" not null,
  state integer not null,
  office text collate "C",
  reported_at bigint not null,
  accepted_at bigint,
  handled_at bigint,
  closed_at bigint,
  changed_at bigint not null,
  on_time integer not null,
  rounds integer not null,
  reopened integer not null,
  rating integer,
  main text collate "C",
  reason text collate "C",
  signs text collate "C",
  sample integer not null,
  version integer not null
);
create index city_ticket_state on city_ticket (state, reported_at);
create index city_ticket_reported on city_ticket (reported_at);
create index city_ticket_closed on city_ticket (closed_at);
-- A report of the same thing as another: follows the main one. Without effect until the report's own case is refused.
create table city_join (case_id text collate "C" not null primary key, main_id text collate "C" not null, person text collate "C" not null, at bigint not null);
create index city_join_main on city_join (main_id);
-- Who is told how a case goes on, though it is not his.
create table city_follower (case_id text collate "C" not null, person text collate "C" not null, at bigint not null, note text collate "C" not null, primary key (case_id, person));
-- Photos of the work: before, after, and of the check, by round.
create table city_photo (id text collate "C" not null primary key, case_id text collate "C" not null, item text collate "C" not null, round integer not null, kind text collate "C" not null, sha256 text collate "C" not null, size bigint not null, office text collate "C" not null, at bigint not null, signs text collate "C");
create index city_photo_case on city_photo (case_id, at);
-- Keys of programs that report through Open311; kept as digests.
create table city_key (digest text collate "C" not null primary key, name text collate "C" not null, person text collate "C" not null, path text collate "C" not null, made_at bigint not null, revoked_at bigint);
