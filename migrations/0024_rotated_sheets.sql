-- Sheets of a round's rotating block that a tablet finished, counted beside its visits: a person
-- who is asked the block leaves two sheets and is one visit.
-- Grows: not at all; one number more in each row.
-- Privacy: a number by half-day, as the others of the row.
-- Undo: a new migration that drops the column; what is stored then exceeds what is finished.

alter table visit_count add column rotated integer not null default 0 check (rotated >= 0);
