-- People, tablets and programs that may do something here, and what was done.
-- Grows: tens of accounts and devices a unit; one session a sign-in; one event an act.
-- Privacy: officers only, never citizens; passwords and tokens are kept as hashes.
-- Undo: a new migration that drops them; everyone signs in and enrols again.

create table account (
    name text not null primary key check (length(name) between 1 and 64),
    role text not null check (role in ('officer', 'leader', 'province', 'publisher', 'admin')),
    unit text not null,
    password_hash text not null,
    disabled integer not null default 0 check (disabled in (0, 1)),
    created_on text not null
) strict, without rowid;

create table session (
    token_hash blob not null primary key check (length(token_hash) = 32),
    account text not null references account (name),
    expires_at integer not null
) strict, without rowid;

create table device (
    id text not null primary key,
    name text not null check (length(name) between 1 and 64),
    unit text not null,
    channel text not null check (channel in ('tablet', 'qr', 'paper')),
    token_hash blob not null unique check (length(token_hash) = 32),
    revoked integer not null default 0 check (revoked in (0, 1)),
    created_on text not null
) strict, without rowid;

create table token (
    id text not null primary key,
    name text not null check (length(name) between 1 and 64),
    role text not null check (role in ('api', 'node', 'metrics')),
    unit text not null,
    token_hash blob not null unique check (length(token_hash) = 32),
    revoked integer not null default 0 check (revoked in (0, 1)),
    created_on text not null
) strict, without rowid;

-- A chain of its own, so that sealing a unit's answers adds nothing here (docs/adr/0004).
create table event (
    sequence integer not null primary key,
    day text not null,
    actor text not null,
    action text not null,
    subject text not null,
    previous blob not null check (length(previous) = 32),
    hash blob not null check (length(hash) = 32)
) strict;
