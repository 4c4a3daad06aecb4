-- Results that other nodes signed: which key speaks for a unit, the bundles that were merged, and
-- what of them counts.
-- Grows: at a province one bundle per unit each time it reports, and per unit and half-month one
-- span with a tally for each form. The signed file itself, some 100 kB to 1 MB, stays while any of
-- its spans counts.
-- Privacy: counts and sums, never an answer, a comment or a person; small cells are exact.
-- Undo: a new migration that drops the four tables; keys are trusted and files merged again.

-- One key at a time: trusting a new one ends the old one, and the event chain keeps both.
create table unit_key (
    unit text not null primary key,
    public_key blob not null unique check (length(public_key) = 32),
    trusted_on text not null
) strict, without rowid;

-- Rows are too large for a table without rowid.
create table bundle (
    -- The first 16 digits of sha256: the same file has the same id on every node.
    id text not null primary key check (length(id) = 16),
    unit text not null,
    period text not null,
    revision integer not null check (revision >= 0),
    provisional integer not null check (provisional in (0, 1)),
    sha256 blob not null unique check (length(sha256) = 32),
    public_key blob not null check (length(public_key) = 32),
    -- The file as it came; null once newer bundles have replaced all of its spans.
    body blob,
    received_on text not null,
    state text not null check (state in ('merged', 'withdrawn')),
    reason text check (length(reason) between 1 and 500),
    check ((state = 'withdrawn') = (reason is not null))
) strict;

create index bundle_by_unit on bundle (unit, period);

-- What is held of a unit's span, and the bundle it came with. A withdrawn span has no tallies and
-- remembers the revision up to which nothing is taken again.
create table bundle_span (
    unit text not null,
    span text not null,
    bundle text not null references bundle (id),
    revision integer not null check (revision >= 0),
    is_final integer not null check (is_final in (0, 1)),
    is_withdrawn integer not null check (is_withdrawn in (0, 1)),
    public_key blob not null check (length(public_key) = 32),
    -- The hash over all forms of the span, as docs/bundle.md defines it.
    tallies blob not null check (length(tallies) = 32),
    -- Answers that came after the close, by form, as a JSON object.
    late text not null,
    primary key (unit, span)
) strict, without rowid;

create table bundle_tally (
    unit text not null,
    span text not null,
    form text not null,
    cells text not null,
    primary key (unit, span, form)
) strict, without rowid;
