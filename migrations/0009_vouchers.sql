-- One-time codes on slips for the citizen's own phone, and what a unit has switched off.
-- Grows: one sheet row per 24 slips, for ever; one voucher row per slip that is still good, deleted
-- when it is made void, or at the seal of its unit after it was used. A setting row for a unit that
-- changed something.
-- Privacy: a code is kept as its hash, which is its key: beside it stands the sheet and nothing
-- else, no serial, no order, no time. A used slip is marked in the transaction that stores the
-- answer, and nothing joins the two. At the unit's seal it becomes a count of its sheet; until then
-- its page looks like a good one's, or whoever printed it could see when it is answered.
-- Undo: a new migration that drops the tables; slips given out are then good for nothing.

create table voucher_sheet (
    unit text not null,
    -- Counted per unit from 1 without gaps, so that a missing sheet shows.
    number integer not null check (number between 1 and 999999),
    -- The form asked, without version: always the newest.
    form text not null check (length(form) between 1 and 40),
    issued_on text not null,
    printed integer not null check (printed between 1 and 100),
    -- Sealed answers only.
    used integer not null default 0 check (used >= 0),
    void integer not null default 0 check (void >= 0),
    -- Why what was left of it was made void.
    void_reason text check (length(void_reason) between 1 and 200),
    primary key (unit, number),
    check (used + void <= printed)
) strict, without rowid;

create table voucher (
    hash blob not null primary key check (length(hash) = 32),
    unit text not null,
    sheet integer not null,
    -- 1: an answer came with it that is not sealed yet.
    used integer not null default 0 check (used in (0, 1)),
    foreign key (unit, sheet) references voucher_sheet (unit, number)
) strict, without rowid;

create index voucher_by_sheet on voucher (unit, sheet);

create table unit_setting (
    unit text not null primary key,
    -- 0: the page without device or code is closed.
    open_page integer not null default 1 check (open_page in (0, 1))
) strict, without rowid;
