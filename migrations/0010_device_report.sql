-- What a tablet says of itself, and how many visits it counted per half-day.
-- Grows: one report a device, overwritten; one row of counts a tablet and half-day.
-- Privacy: no answer, no finer time than a half-day beside a count; "last seen" is rounded down to
-- ten minutes and never reported because somebody finished.
-- Undo: a new migration that drops both; the device list then says nothing of queues.

create table device_report (
    device text not null primary key references device (id),
    -- Random id of the browser storage that holds the queue: another one means the old is lost.
    store text not null check (length(store) between 8 and 64),
    -- Local time without zone, `2026-11-24T09:30`.
    last_seen text not null check (length(last_seen) = 16),
    waiting integer not null check (waiting >= 0),
    refused integer not null check (refused >= 0),
    -- Sheets in the queue of this storage when the device was enrolled, finished as another device.
    carried integer not null check (carried >= 0),
    -- The same of all earlier storages together.
    carried_before integer not null default 0 check (carried_before >= 0),
    -- Stored sheets that no count of the tablet stands for, as of the first report of its storage.
    surplus integer not null default 0 check (surplus >= 0),
    -- Half-day in which the storage last changed, if it ever did: once in each at most.
    changed text check (length(changed) = 13),
    -- Sheets that went down with an earlier storage, as recorded in `event`.
    lost integer not null default 0 check (lost >= 0),
    version text not null check (length(version) <= 64),
    persistent integer not null check (persistent in (0, 1)),
    encrypted integer not null check (encrypted in (0, 1)),
    offline integer not null check (offline in (0, 1))
) strict, without rowid;

-- Cumulative within one storage: a tablet tells the same half-day again, and the larger count holds.
create table visit_count (
    device text not null references device (id),
    store text not null,
    half_day text not null check (length(half_day) = 13),
    started integer not null check (started >= 0),
    finished integer not null check (finished >= 0),
    abandoned integer not null check (abandoned >= 0),
    declined integer not null check (declined >= 0),
    primary key (device, store, half_day)
) strict, without rowid;
