-- What pages and files show of a span that is still open: the total as it was when first asked
-- for, or when at least five newer answers were there.
-- Grows: a row per unit, span and form, 24 spans a year; a newer one takes the older one's place,
-- so that no history of totals is kept to subtract.
-- Privacy: never fewer than five sheets, no channel and no service field.
-- Undo: a new migration that drops it; the next reader of an open period makes new ones.

create table snapshot (
    unit text not null check (length(unit) between 2 and 40),
    -- The span, by its first day.
    span text not null check (length(span) = 10),
    -- `id@version`.
    form text not null check (length(form) between 3 and 80),
    sheets integer not null check (sheets >= 5),
    -- One tally cell over the headline channels, as JSON text.
    cells text not null check (length(cells) between 2 and 1048576),
    -- First and last day of the answers it covers.
    first_day text not null check (length(first_day) = 10),
    last_day text not null check (length(last_day) = 10 and last_day >= first_day),
    primary key (unit, span, form)
) strict, without rowid;
