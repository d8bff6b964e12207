-- Why a resource left the catalogue; grants are found by their resource when it does, or when its description breaks what they rely on.
alter table sharing_resource add column withdrawn_because text;
create index sharing_grant_resource on sharing_grant (resource);
