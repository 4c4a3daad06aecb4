-- What a unit says about the signs of a month (a survey day, a holiday, a clock set wrong), and
-- the comments that may be read.
-- Grows: a few notes a unit and year, at most ten for one month; comments move here from `comment`
-- once their month is closed and ten of them are there, so that nothing grows twice.
-- Privacy: notes are the unit's own words, with the account that wrote them. Comments keep the
-- months of their batch, ten or more together under new random ids, and nothing else.
-- Undo: a new migration that drops notes; released comments would have to go back first.

create table quality_note (
    unit text not null check (length(unit) between 2 and 5),
    -- The month as the period counts it: 2026-11, or 2026-11b from the 15th to the 14th.
    month text not null check (length(month) in (7, 8)),
    -- Notes are added and never changed; the last one is what the unit says now.
    number integer not null check (number between 1 and 10),
    body text not null check (length(body) between 1 and 500),
    author text not null check (length(author) between 1 and 100),
    written_on text not null check (length(written_on) = 10),
    primary key (unit, month, number)
) strict, without rowid;

create table comment_batch (
    unit text not null check (length(unit) between 2 and 5),
    number integer not null check (number > 0),
    -- The calendar months its comments come from, both included.
    first_month text not null check (length(first_month) = 7),
    last_month text not null check (length(last_month) = 7),
    released_on text not null check (length(released_on) = 10),
    primary key (unit, number)
) strict, without rowid;

create table released_comment (
    unit text not null,
    batch integer not null,
    id blob not null check (length(id) = 16),
    body text not null check (length(body) between 1 and 1000),
    primary key (unit, batch, id),
    foreign key (unit, batch) references comment_batch (unit, number)
) strict, without rowid;
