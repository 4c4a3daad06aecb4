-- Dossiers received and returned, per unit, day or month, and service field: what answers are
-- measured against.
-- Grows: one row a unit, working day and service field where days are given: 3,000 a year.
-- Privacy: counts of dossiers, nothing about any of them.
-- Undo: a new migration that drops it; the files can be imported again.

create table dossiers (
    unit text not null check (length(unit) = 5),
    -- 2026-11-03, or 2026-11 for a whole month.
    time text not null check (length(time) in (7, 10)),
    -- Whose count it is: typed by the unit itself, or imported by the province.
    source text not null check (source in ('unit', 'province')),
    -- Empty: the count of all service fields together.
    service text not null,
    received integer not null check (received between 0 and 10000000),
    returned integer not null check (returned between 0 and 10000000),
    primary key (unit, time, source, service)
) strict, without rowid;

create index dossiers_by_time on dossiers (time);
