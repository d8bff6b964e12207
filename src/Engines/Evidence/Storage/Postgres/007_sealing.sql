-- The head of each stream: its last event. An event is accepted only where the head stands before it, so streams have neither gaps nor twins; and
-- each entry names the one before it. An index of all entries by stream did the same, but with many streams at once each entry falls on another page
-- of it (docs/adr/0014). "since" is what "last" was before the latest change. Half of each page is left free for new versions of its rows.
create table evidence_stream (
  stream text primary key,
  last bigint not null,
  entry_id text not null,
  since bigint not null
) with (fillfactor = 50);
insert into evidence_stream (stream, last, entry_id, since)
select stream, sequence, id, sequence - 1 from evidence_entry e where not exists (select 1 from evidence_entry n where n.stream = e.stream and n.sequence = e.sequence + 1);

-- A stream is read from its head backwards (Entries/StreamRows).
alter table evidence_entry add column previous text;
update evidence_entry e set previous = p.id from evidence_entry p where p.stream = e.stream and p.sequence = e.sequence - 1;
alter table evidence_entry drop constraint evidence_entry_stream_sequence_key;
