-- Invitations: a code an officer shows, by which a tablet becomes a device of the unit.
-- Grows: one row an invitation, deleted an hour after it is over; a handful at any time.
-- Privacy: officers only. The first three characters of a code find its row, the last five prove
-- it: only a hash of the whole is kept, and five wrong proofs end it.
-- Undo: a new migration that drops the table; what was invited and not enrolled is invited again.

create table enrolment (
    selector text not null primary key check (length(selector) = 3),
    code_hash blob not null check (length(code_hash) = 32),
    unit text not null,
    name text not null check (length(name) between 1 and 64),
    form text not null check (length(form) between 1 and 40),
    -- The device that gets new secrets; null: a new one is made.
    device text references device (id),
    -- Account name, or `shell`.
    invited_by text not null,
    -- Unix seconds.
    expires_at integer not null,
    tries_left integer not null check (tries_left between 0 and 5),
    -- The device that came of it.
    enrolled text references device (id)
) strict, without rowid;
