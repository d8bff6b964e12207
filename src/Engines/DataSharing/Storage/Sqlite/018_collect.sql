-- Collections of departments, with their fields, findings and decisions.
create table sharing_collect_task (
  id text not null primary key,
  office_path text not null,
  state integer not null,
  lead text not null,
  resource text,
  planned_at bigint not null,
  document text not null
);
create index sharing_collect_task_state on sharing_collect_task (state, planned_at);
create index sharing_collect_task_lead on sharing_collect_task (lead);
create index sharing_collect_task_office on sharing_collect_task (office_path, planned_at);

-- What a community has handed in for a group of tasks.
create table sharing_collect_sheet (
  lead text not null,
  community text not null,
  submitted_at bigint not null,
  person text not null,
  primary key (lead, community)
);

-- One subject on a community's sheet. Who it is and what was answered are encrypted.
create table sharing_collect_row (
  id text not null primary key,
  lead text not null,
  community text not null,
  subject text not null,
  person text not null,
  at bigint not null,
  complete integer not null,
  version integer not null,
  filled integer not null,
  spared integer not null,
  content text not null
);
create unique index sharing_collect_row_subject on sharing_collect_row (lead, subject);
create index sharing_collect_row_sheet on sharing_collect_row (lead, community, at);
