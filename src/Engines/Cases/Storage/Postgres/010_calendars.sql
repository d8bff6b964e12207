-- Moved dues are found by calendar and due: what was due before the first changed day is never looked at. Takes the place of two narrower indexes.
drop index cases_clock_calendar;
drop index cases_clock_moved;
create index cases_clock_moved on cases_clock (calendar, due, case_id);
