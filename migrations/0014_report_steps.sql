-- The way of each unit's report on a period: drafted, confirmed, handed in, returned, accepted,
-- published, put away, each step with who, when and why; and who was reminded of a report.
-- Grows: some eight steps and two reminders a unit and quarter.
-- Privacy: names of accounts and positions (chức vụ) of officials; nothing about any answer but how
-- many there were and a hash over the unit's tallies.
-- Undo: a new migration that drops both; a letter brings the other server's steps again.

create table report_step (
    -- Random, so that two servers never make the same one.
    id text not null primary key check (length(id) = 32),
    unit text not null check (length(unit) between 2 and 40),
    -- As it is written, such as 2026-Q4b.
    period text not null check (length(period) between 4 and 8),
    -- One more than any step of the report its server knew.
    sequence integer not null check (sequence between 1 and 999),
    act text not null check (act in ('drafted', 'confirmed', 'submitted', 'change-requested',
                                     'accepted', 'published', 'archived')),
    account text not null check (length(account) between 1 and 64),
    position text not null check (length(position) between 1 and 100),
    day text not null check (length(day) = 10),
    -- When this server got it: the day itself of a step made here.
    received_on text not null check (length(received_on) = 10),
    reason text check (length(reason) between 1 and 500),
    -- What a leader confirmed: hash over the tallies of the period, and the sheets counted in them.
    tallies blob check (length(tallies) = 32),
    sheet_count integer check (sheet_count >= 0),
    check (act <> 'change-requested' or reason is not null),
    check ((tallies is null) = (sheet_count is null))
) strict, without rowid;

create index report_step_by_period on report_step (period, unit);

-- What was done stays done: a correction is the next step.
create trigger report_step_stays before update on report_step
begin
    select raise(abort, 'a step of a report is never changed');
end;

create trigger report_step_is_kept before delete on report_step
begin
    select raise(abort, 'a step of a report is never deleted');
end;

create table report_reminder (
    unit text not null check (length(unit) between 2 and 40),
    period text not null check (length(period) between 4 and 8),
    reminded_on text not null check (length(reminded_on) = 10),
    account text not null check (length(account) between 1 and 64),
    primary key (period, unit, reminded_on, account)
) strict, without rowid;
