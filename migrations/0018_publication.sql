-- What a province made public, as it was then: figures of a closed period, and what took them back.
-- Grows: a few rows a year; a snapshot of 124 units is about 150 KB.
-- Privacy: figures only of units with enough answers; no channel, no service, nothing smaller.
-- Undo: a new migration that drops the table; what was published is then published no more.

create table publication (
    province text not null check (length(province) between 2 and 5),
    -- Counted per province from 1 without gaps.
    number integer not null check (number between 1 and 9999),
    act text not null check (act in ('publish', 'withdraw')),
    period text not null check (length(period) between 4 and 8),
    -- The earlier publication that this one replaces or withdraws.
    about integer check (about between 1 and 9999),
    -- Why: of every correction and every withdrawal.
    reason text check (length(reason) between 1 and 300),
    -- The decision or notice it rests on.
    decision text check (length(decision) between 1 and 60),
    decided_on text check (length(decided_on) = 10),
    -- The figures as docs/publication.md describes them, and their SHA-256.
    snapshot text check (length(snapshot) between 2 and 4194304),
    digest blob check (length(digest) = 32),
    acted_by text not null check (length(acted_by) between 1 and 64),
    acted_on text not null check (length(acted_on) = 10),
    primary key (province, number),
    unique (province, about),
    foreign key (province, about) references publication (province, number),
    check (about is null or about < number),
    check ((about is null) = (reason is null)),
    check ((act = 'publish') = (snapshot is not null)),
    check ((act = 'publish') = (digest is not null)),
    check ((act = 'publish') = (decision is not null)),
    check ((act = 'publish') = (decided_on is not null)),
    check (act = 'publish' or about is not null)
) strict, without rowid;

create trigger publication_is_kept before update on publication
begin
    select raise(abort, 'what was published is never changed');
end;

create trigger publication_is_not_deleted before delete on publication
begin
    select raise(abort, 'what was published is never deleted');
end;
