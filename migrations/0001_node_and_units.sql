-- What this database is, and the units it may speak of.
-- Grows: one node row; about 17,000 unit rows and 10,600 succession rows, loaded once at init;
-- a province's own units come by `unit add`.
-- Privacy: public lists; node.signing_key is secret, which is why a backup is as secret as the folder.
-- Undo: a new migration; these rows can be generated again from the program and the province's file.

create table node (
    id integer not null primary key check (id = 1),
    unit text not null,
    edition text not null,
    -- Ed25519 secret key, made at init.
    signing_key blob not null check (length(signing_key) = 32),
    created_on text not null,
    -- 1: its answers were made up by `simulate`; every desk says so.
    simulated integer not null default 0 check (simulated in (0, 1))
) strict;

create table unit (
    edition text not null,
    code text not null,
    parent text,
    level text not null
        check (level in ('province', 'district', 'commune', 'own', 'reception-point')),
    kind text not null,
    name text not null,
    full_name text not null,
    -- Folded name, for a search that ignores accents and tone placement.
    search_name text not null,
    -- Position in Vietnamese order among the units of its edition; a province's own come last.
    position integer not null,
    primary key (edition, code)
) strict, without rowid;

create index unit_by_parent on unit (edition, parent, position);

create table succession (
    old_code text not null,
    new_code text not null,
    relation text not null
        check (relation in ('whole', 'partial', 'partial_area', 'partial_area_all_people')),
    primary key (old_code, new_code)
) strict, without rowid;
