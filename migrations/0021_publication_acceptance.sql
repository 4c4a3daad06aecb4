-- How many reports the province had not accepted when it published a period.
-- Grows: a number in each row of publication.
-- Privacy: a count of units.
-- Undo: a new migration that drops the column.

-- Absent of a withdrawal, and where the province works without reports.
alter table publication add column unaccepted_count integer
    check (unaccepted_count is null or (act = 'publish' and unaccepted_count >= 0));
