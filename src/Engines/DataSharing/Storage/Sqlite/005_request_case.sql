-- Which request a case is about.
create index sharing_request_case on sharing_request (case_id) where case_id is not null;
