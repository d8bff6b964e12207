-- Stories that a demo has begun to tell, and those that it has told to their end.
create table kernel_story (
  name text primary key,
  told integer not null
);
