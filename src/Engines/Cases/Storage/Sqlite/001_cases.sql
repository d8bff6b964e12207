-- One row a case: the snapshot that the next decision starts from, its version, and what lists ask for.
-- With rowid: a table without one keeps at most a quarter of a page of a row in place, and each step would write two pages for its snapshot.
create table cases_case (
  id text primary key not null,
  number text not null unique,
  version bigint not null,
  matter text not null,
  matter_version text not null,
  phase integer not null,
  applicant text not null,
  applicant_name text not null,
  home text not null,
  home_path text not null,
  subject_key text,
  subject text not null,
  submitted_at bigint not null,
  decided_at bigint,
  ended_at bigint,
  late integer not null,
  -- What the applicant's side took so far, and since when it is his turn now.
  applicant_lost bigint not null,
  applicant_since bigint,
  snapshot text not null
);
create index cases_case_applicant on cases_case (applicant, submitted_at);
create index cases_case_subject_key on cases_case (subject_key, submitted_at) where subject_key is not null;
create index cases_case_decided on cases_case (decided_at, id) where decided_at is not null;
create index cases_case_board on cases_case (home_path, ended_at, late, applicant_lost, applicant_since);

-- What happened, for ever.
create table cases_event (
  case_id text not null,
  sequence bigint not null,
  at bigint not null,
  actor text not null,
  acting_for text not null,
  body text not null,
  primary key (case_id, sequence)
) without rowid;

-- One office's piece of work. Open ones are the worklists; closed ones stay for the statistics.
create table cases_item (
  case_id text not null,
  item text not null,
  open integer not null,
  status integer not null,
  matter text not null,
  organisation text not null,
  path text not null,
  number text not null,
  subject text not null,
  applicant_name text not null,
  submitted_at bigint not null,
  received integer not null,
  holder text,
  ended_at bigint,
  due text,
  -- Last instant in time, 9223372036854775807 without one: lists are ordered by it.
  expires_at bigint not null,
  amber_at bigint not null,
  basis integer not null,
  provisional integer not null,
  paused integer not null,
  tier integer not null,
  -- Microseconds that this office ran over, over all rounds.
  lost bigint not null,
  primary key (case_id, item)
) without rowid;
create index cases_item_due on cases_item (organisation, expires_at, case_id, item) where open = 1;
create index cases_item_submitted on cases_item (organisation, submitted_at, case_id, item) where open = 1;
create index cases_item_number on cases_item (organisation, number, case_id, item) where open = 1;
create index cases_item_all_due on cases_item (expires_at, case_id, item) where open = 1;
create index cases_item_holder on cases_item (holder, expires_at, case_id, item) where open = 1 and holder is not null;
create index cases_item_by_number on cases_item (number) where open = 1;
create index cases_item_by_subject on cases_item (subject) where open = 1;
create index cases_item_by_applicant on cases_item (applicant_name) where open = 1;
create index cases_item_board on cases_item (organisation, open, status, lost);

-- Clocks that run: the sweep takes those whose end has come, by index.
create table cases_clock (
  case_id text not null,
  clock text not null,
  due text,
  expires_at bigint not null,
  provisional integer not null,
  calendar text not null,
  primary key (case_id, clock)
) without rowid;
create index cases_clock_expires on cases_clock (expires_at);
create index cases_clock_calendar on cases_clock (calendar, case_id);

-- A due that a later notice of holidays moved.
create table cases_due_history (
  case_id text not null,
  clock text not null,
  at bigint not null,
  old_due text,
  new_due text,
  old_calendar text not null,
  new_calendar text not null,
  primary key (case_id, clock, at)
) without rowid;

create table cases_draft (
  id text primary key,
  owner text not null,
  version bigint not null,
  matter text not null,
  party text not null,
  saved_at bigint not null,
  case_id text,
  body text not null
) without rowid;
create index cases_draft_owner on cases_draft (owner, saved_at) where case_id is null;

-- What a key was used for: the same key acts once.
create table cases_idempotency (
  key text primary key,
  actor text not null,
  request text not null,
  case_id text not null,
  version bigint not null,
  at bigint not null
) without rowid;

-- Every version of a matter that was ever published, with its files: a case pins the one it began under.
create table cases_matter (
  key text not null,
  version text not null,
  hash text not null,
  published_at bigint not null,
  body text not null,
  primary key (key, version, hash)
) without rowid;

-- Case numbers are handed to the nodes in blocks.
create table cases_number (
  prefix text primary key,
  next bigint not null
) without rowid;

-- Who brought which file: a command may only name files that its sender brought himself.
create table cases_upload (
  person text not null,
  sha256 text not null,
  kind text not null,
  at bigint not null,
  primary key (person, sha256)
);
create index cases_upload_file on cases_upload (sha256);
