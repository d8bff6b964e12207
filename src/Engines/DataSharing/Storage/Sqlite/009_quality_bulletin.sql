-- Which versions of other resources a run looked values up in: with them pinned, too, the run can be made again.
alter table sharing_check_run add column targets text not null default '{}';

-- The monthly bulletin of data quality: the exact text that its digest is of.
create table sharing_quality_bulletin (
  id text not null primary key,
  area text not null,
  month text not null,
  number text not null,
  issued_at integer not null,
  digest text not null,
  document text not null
);
create unique index sharing_quality_bulletin_month on sharing_quality_bulletin (area, month);
