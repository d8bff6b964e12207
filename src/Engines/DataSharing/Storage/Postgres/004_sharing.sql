-- What departments asked for.
create table sharing_request (
  id text not null primary key,
  resource text not null,
  provider_path text not null,
  recipient_path text not null,
  state integer not null,
  at bigint not null,
  case_id text,
  grant_id text,
  answer text,
  person text not null,
  document text not null
);
create index sharing_request_provider on sharing_request (provider_path, at);
create index sharing_request_recipient on sharing_request (recipient_path, at);

-- What was granted. The document never changes; a grant is revoked or runs out.
create table sharing_grant (
  id text not null primary key,
  request text not null unique,
  resource text not null,
  provider_path text not null,
  recipient_path text not null,
  at bigint not null,
  until text not null,
  revoked_at bigint,
  revoked_because text,
  ended integer not null,
  changed bigint not null,
  document text not null
);
create index sharing_grant_provider on sharing_grant (provider_path, at);
create index sharing_grant_recipient on sharing_grant (recipient_path, at);
create index sharing_grant_changed on sharing_grant (changed);
create index sharing_grant_until on sharing_grant (until) where ended = 0;

-- One row: the number of the last change of any grant. Its lock is held to the commit, so numbers become visible in their order.
create table sharing_grant_change (
  id integer not null primary key,
  number bigint not null
);
insert into sharing_grant_change (id, number) values (1, 0);

-- Records of a grant's day that nodes have set aside for themselves. Never more than the quota; what a stopped node had left is lost for the day.
create table sharing_quota (
  grant_id text not null,
  day text not null,
  taken bigint not null,
  primary key (grant_id, day)
);
