-- The head of each stream: its last event. An event is accepted only where the head stands before it, so streams have neither gaps nor twins; and
-- each entry names the one before it. An index of all entries by stream did the same, but with many streams at once each entry falls on another page
-- of it: of a batch's written bytes six in seven were that index (docs/adr/0014). "since" is what "last" was before the latest change.
create table evidence_stream (
  stream text primary key,
  last integer not null,
  entry_id text not null,
  since integer not null
) without rowid;
insert into evidence_stream (stream, last, entry_id, since)
select stream, sequence, id, sequence - 1 from evidence_entry e where not exists (select 1 from evidence_entry n where n.stream = e.stream and n.sequence = e.sequence + 1);

-- The same rows without that index. A stream is read from its head backwards (Entries/StreamRows).
create table evidence_entry_new (
  number integer primary key,
  id text not null unique,
  stream text not null,
  sequence integer not null,
  type text not null,
  at integer not null,
  entry blob not null,
  previous text,
  place integer unique,
  leaf blob
);
insert into evidence_entry_new (number, id, stream, sequence, type, at, entry, previous, place, leaf)
select e.number, e.id, e.stream, e.sequence, e.type, e.at, e.entry, p.id, e.place, e.leaf
from evidence_entry e left join evidence_entry p on p.stream = e.stream and p.sequence = e.sequence - 1 order by e.number;
drop table evidence_entry;
alter table evidence_entry_new rename to evidence_entry;
create index evidence_entry_outbox on evidence_entry (number) where place is null;
