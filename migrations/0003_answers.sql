-- One finished questionnaire, and the half-day batches it is sealed in.
-- Never updated: a correction is a new period, not an edit.
-- Grows: one answer per citizen who answers, about 60 a day in a commune, 100 bytes each;
-- two batches a day and unit.
-- Privacy: nothing beside an answer identifies anyone: no time, device, officer, language or
-- demographics. The key is random and clusters by half-day, so the sealed file keeps no order of
-- arrival. Profiles and comments have random keys of their own and join to nothing.
-- Undo: never dropped.

create table form_version (
    form text not null primary key,
    hash blob not null check (length(hash) = 32)
) strict, without rowid;

create table batch (
    unit text not null,
    number integer not null check (number > 0),
    half_day text not null check (length(half_day) = 13),
    -- The half-day in which its first answer came. Sealed when that is over, so that stragglers
    -- of one half-day are sealed together and not one by one.
    opened text not null check (length(opened) = 13),
    state text not null check (state in ('open', 'sealed')),
    -- 0: its answers' clocks could not be true; they stand in the half-day of receipt.
    placed integer not null check (placed in (0, 1)),
    -- 1: its span was closed; counts only after a correction by the province.
    late integer not null check (late in (0, 1)),
    -- Random while open; erased at the seal together with the digests.
    digest_key blob check (length(digest_key) = 32),
    -- Everything below is set at the seal.
    sequence integer check (sequence > 0),
    answer_count integer,
    root blob check (length(root) = 32),
    tallies text,
    -- Blinds the hash of the tallies in the head: a few answers could be guessed from it.
    salt blob check (length(salt) = 32),
    previous blob check (length(previous) = 32),
    head blob check (length(head) = 32),
    signature blob check (length(signature) = 64),
    primary key (unit, number),
    check ((state = 'open') = (sequence is null)),
    check ((state = 'open') = (digest_key is not null))
) strict, without rowid;

create index batch_late on batch (half_day) where state = 'sealed' and late = 1;
create unique index batch_sequence on batch (unit, sequence) where state = 'sealed';
create unique index batch_open on batch (unit, half_day, placed, late) where state = 'open';
create index batch_by_half_day on batch (unit, half_day);
create index batch_unplaced on batch (unit) where placed = 0;

create table answer (
    unit text not null,
    batch integer not null,
    id blob not null check (length(id) = 16),
    form text not null,
    service text,
    channel text not null check (channel in ('tablet', 'qr', 'paper', 'assisted', 'open')),
    flagged integer not null check (flagged in (0, 1)),
    sheet text not null,
    digest blob check (length(digest) = 32),
    primary key (unit, batch, id)
) strict, without rowid;

create table profile (
    unit text not null,
    span text not null,
    id blob not null check (length(id) = 16),
    form text not null,
    language text not null,
    overall integer,
    -- Profile answers as a JSON object with sorted keys.
    answers text not null,
    primary key (unit, span, id)
) strict, without rowid;

create table comment (
    unit text not null,
    month text not null,
    id blob not null check (length(id) = 16),
    body text not null check (length(body) between 1 and 1000),
    primary key (unit, month, id)
) strict, without rowid;

-- The forensic side, without answers.
create table intake_count (
    device text not null,
    half_day text not null,
    stored integer not null default 0,
    assisted integer not null default 0,
    primary key (device, half_day)
) strict, without rowid;

create table flag_count (
    unit text not null,
    month text not null,
    reason text not null,
    n integer not null default 0,
    primary key (unit, month, reason)
) strict, without rowid;

-- The sum of a unit's sealed batches that count, per span and form: what pages and bundles add.
create table tally (
    unit text not null,
    span text not null,
    form text not null,
    cells text not null,
    primary key (unit, span, form)
) strict, without rowid;

create table closed_span (
    unit text not null,
    span text not null,
    primary key (unit, span)
) strict, without rowid;
