-- What a person was told; each event tells each person once.
create table notices_message (
  id text not null primary key,
  person text not null,
  event text not null,
  at bigint not null,
  title text not null,
  body text not null,
  href text not null,
  urgent integer not null,
  read_at bigint
);
create unique index notices_message_once on notices_message (event, person);
create index notices_message_person on notices_message (person, at, id);
create index notices_message_unread on notices_message (person) where read_at is null;

-- How a person wants to be told. Addresses are encrypted; one is used only once its owner has shown that it is his.
create table notices_preference (
  person text not null primary key,
  language text not null,
  mail_mode integer not null,
  mail text,
  mobile text,
  asked_mail text,
  asked_code text,
  asked_at bigint,
  tries integer not null,
  mailed_at bigint
);

-- What has to leave the house: tried until it is taken or nobody should wait any longer.
create table notices_delivery (
  id text not null primary key,
  channel integer not null,
  target text not null,
  message text not null,
  body text not null,
  created_at bigint not null,
  due_at bigint not null,
  attempts integer not null,
  state integer not null,
  error text,
  ended_at bigint
);
create unique index notices_delivery_once on notices_delivery (channel, target, message);
create index notices_delivery_due on notices_delivery (due_at, id) where state = 0;
create index notices_delivery_mail on notices_delivery (target) where state = 0 and channel = 0;
create index notices_delivery_dead on notices_delivery (ended_at, id) where state = 2;

-- Programs that are told of events by signed posts.
create table notices_subscription (
  id text not null primary key,
  name text not null,
  address text not null,
  secret text not null,
  types text not null,
  events integer not null,
  created_at bigint not null,
  closed_at bigint
);
