-- Notices of one kind that came within minutes stand together; the index of the last one in the log says which are in it.
alter table notices_message add column bundle text;
alter table notices_message add column bundled bigint not null default 1;
alter table notices_message add column bundle_index bigint;
create index notices_message_bundle on notices_message (person, bundle, at) where bundle is not null;
