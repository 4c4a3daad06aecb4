-- A survey round as the province opened it: what is measured, where, when, against which targets.
-- Grows: a handful of rows a year; a round that is changed gets the next revision under its id.
-- Privacy: nothing about any answer.
-- Undo: a new migration that drops it; signed round files can be taken on again.

create table round (
    id text not null primary key check (length(id) between 1 and 40),
    revision integer not null check (revision >= 1),
    -- The province whose round it is, and the period as it is written, such as 2026-Q4b.
    province text not null check (length(province) between 2 and 5),
    period text not null check (length(period) between 4 and 8),
    -- The round file as docs/rounds.md describes it.
    body text not null check (length(body) between 2 and 65536),
    -- Whose key signed that text, and the signature.
    public_key blob not null check (length(public_key) = 32),
    signature blob not null check (length(signature) = 64),
    received_on text not null check (length(received_on) = 10)
) strict, without rowid;

create index round_by_period on round (period);
