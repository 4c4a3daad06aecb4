-- Figures that others published of provinces, SIPAS and PAR INDEX, to be shown beside ours.
-- Grows: one row an instrument, province and year: two a year for one province, 68 for all.
-- Privacy: published figures; who imported them is a name of an account.
-- Undo: a new migration that drops it; the files can be imported again.

create table reference_series (
    instrument text not null check (instrument in ('SIPAS', 'PAR INDEX')),
    -- Codes of provinces are reused, so a province is named by edition and code.
    edition text not null check (edition in ('pre-2025', '2025-07-01')),
    unit text not null check (length(unit) = 2 and unit not glob '*[^0-9]*'),
    year integer not null check (year between 2012 and 2199),
    -- Percent as it was published, such as 88.46: text, so that no digit is lost or added.
    value text not null check (
        length(value) between 1 and 8 and value not glob '*[^0-9.]*'
        and cast(value as real) between 0 and 100
    ),
    -- Absent where only the figure is known.
    rank integer check (rank between 1 and n_provinces),
    n_provinces integer not null check (n_provinces in (63, 34)),
    source text not null check (length(source) between 1 and 300),
    imported_by text not null check (length(imported_by) between 1 and 64),
    imported_on text not null check (length(imported_on) = 10),
    primary key (instrument, edition, unit, year),
    check ((edition = 'pre-2025') = (n_provinces = 63))
) strict, without rowid;
