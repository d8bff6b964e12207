-- The colleague on leave in whose place somebody acted; null when he acted by his own right.
alter table cases_event add column in_place_of text;
