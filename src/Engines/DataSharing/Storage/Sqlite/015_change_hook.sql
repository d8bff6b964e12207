create table sharing_change_hook (
    grant_id text not null primary key,
    id text not null unique,
    resource text not null,
    address text not null,
    at bigint not null
);
create index sharing_change_hook_resource on sharing_change_hook (resource);
