-- Paper questionnaires: serials handed out, sheets typed in twice, batches checked and stored.
-- Grows: one issue a few times a quarter; one entry per sheet that came back or was spoiled; one
-- batch a week at most.
-- Privacy: a serial stands beside answers only until its batch is stored: `body` is erased in the
-- transaction that moves the sheet, under a fresh random id and without its serial, to
-- `paper_leaving`, which is emptied as the answers are acknowledged. Nothing joins a serial to an
-- answer afterwards, and a stored batch keeps counts alone.
-- Undo: a new migration that drops these tables, once nothing waits in them.

create table paper_issue (
    unit text not null,
    first_serial integer not null check (first_serial between 1 and 999999),
    last_serial integer not null check (last_serial between first_serial and 999999),
    form text not null,
    issued_on text not null,
    primary key (unit, first_serial)
) strict, without rowid;

create table paper_entry (
    unit text not null,
    serial integer not null check (serial between 1 and 999999),
    -- Typed once; typed twice and agreeing; in the batch that is being checked; done.
    state text not null check (state in ('once', 'twice', 'batch', 'stored', 'spoiled')),
    -- The sheet as JSON, while it waits.
    body text check (length(body) <= 65536),
    -- The account that typed it first, or mended it last: never the one that says it is right.
    keyed_by text,
    -- Why it is spoiled.
    reason text check (length(reason) between 1 and 200),
    -- In a batch: whether the sheet is to be compared with its paper again, and what came of it. A
    -- mended sheet waits until another account has confirmed it.
    recheck text check (recheck in ('wanted', 'agrees', 'mended', 'confirmed')),
    primary key (unit, serial),
    check ((state in ('stored', 'spoiled')) = (body is null)),
    check ((state = 'spoiled') = (reason is not null)),
    check (state = 'batch' or recheck is null)
) strict, without rowid;

create table paper_batch (
    unit text not null,
    number integer not null check (number > 0),
    stored_on text not null,
    sheet_count integer not null check (sheet_count > 0),
    rechecked_count integer not null check (rechecked_count between 0 and sheet_count),
    mended_count integer not null check (mended_count between 0 and rechecked_count),
    primary key (unit, number)
) strict, without rowid;

-- Sheets on their way to the answers. In the order of random ids, not of serials.
create table paper_leaving (
    unit text not null,
    id text not null check (length(id) = 36),
    body text not null,
    primary key (unit, id)
) strict, without rowid;

-- Who declared on which day not to serve the counter: asked anew every day.
create table paper_keyer (
    unit text not null,
    account text not null references account (name),
    declared_on text not null,
    primary key (unit, account)
) strict, without rowid;
