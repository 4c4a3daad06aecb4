-- What a unit prints around its report: who issues it, to whom, and by which right it is signed. A
-- unit without a row prints what is officially known of it.
-- Grows: at most one row per unit.
-- Privacy: the name and post of who signs, which every report shows anyway; nothing of answers.
-- Undo: a new migration that drops it; reports then show what is officially known.

create table report_setting (
    unit text not null primary key check (length(unit) between 2 and 60),
    -- Texts of several lines have a line feed between them, and neither a blank line nor a space at
    -- the ends of a line.
    superior text not null check (length(superior) <= 120),
    agency text not null check (length(agency) between 1 and 160),
    symbol text not null check (length(symbol) between 1 and 30),
    place text not null check (length(place) between 1 and 60),
    addressees text not null check (length(addressees) between 1 and 500),
    recipients text not null check (length(recipients) between 1 and 800),
    body text not null check (length(body) <= 80),
    mode text not null check (mode in ('truc-tiep', 'kt', 'tl', 'tuq', 'q')),
    head_post text not null check (length(head_post) <= 80),
    post text not null check (length(post) between 1 and 80),
    signer text not null check (length(signer) <= 80)
) strict, without rowid;
