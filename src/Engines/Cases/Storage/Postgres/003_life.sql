-- 公告: what cases have published, for everyone. Derived from the cases' snapshots.
create table cases_announcement (
  id text primary key not null,
  case_id text not null,
  matter text not null,
  published_at bigint not null,
  body text not null
);
create index cases_announcement_published on cases_announcement (published_at);
create index cases_announcement_matter on cases_announcement (matter, published_at);
