-- What a unit means to reach, criterion by criterion, and what it does about weak ones.
-- Grows: a goal row for each criterion that has one of its own; a task row for each task, some tens
-- a unit and year. The history of both stands in the chain of events.
-- Privacy: names of officers who took a task on, never of citizens; said and done are written for
-- everybody to read.
-- Undo: a new migration that drops the tables; results need none of it.

create table plan_goal (
    unit text not null check (length(unit) between 2 and 40),
    -- The form, without version, and the criterion in it, such as factor:thu-tuc.
    form text not null check (length(form) between 1 and 40),
    criterion text not null check (length(criterion) between 3 and 60),
    -- Hundredths of a percent.
    goal integer not null check (goal between 0 and 10000),
    set_by text not null check (length(set_by) between 1 and 64),
    set_on text not null check (length(set_on) = 10),
    primary key (unit, form, criterion)
) strict, without rowid;

create table plan_task (
    unit text not null check (length(unit) between 2 and 40),
    -- Counted per unit from 1 without gaps.
    number integer not null check (number between 1 and 9999),
    form text not null check (length(form) between 1 and 40),
    criterion text not null check (length(criterion) between 3 and 60),
    -- The period whose figure called for it, as written, and that figure with its limits and n.
    period text not null check (length(period) between 4 and 8),
    start_percent text check (length(start_percent) between 1 and 10),
    start_low text check (length(start_low) between 1 and 10),
    start_high text check (length(start_high) between 1 and 10),
    start_n integer not null check (start_n >= 0),
    what text not null check (length(what) between 1 and 200),
    owner text not null check (length(owner) between 1 and 100),
    position text not null check (length(position) <= 100),
    due_on text not null check (length(due_on) = 10),
    state text not null check (state in ('open', 'done', 'dropped')),
    -- Why it was dropped.
    reason text check (length(reason) between 1 and 200),
    -- What people said and what was done about it: both or neither, shown to everybody while done.
    said text check (length(said) between 1 and 300),
    told text check (length(told) between 1 and 300),
    made_by text not null check (length(made_by) between 1 and 64),
    made_on text not null check (length(made_on) = 10),
    changed_by text not null check (length(changed_by) between 1 and 64),
    changed_on text not null check (length(changed_on) = 10),
    primary key (unit, number),
    check ((state = 'dropped') = (reason is not null)),
    check ((said is null) = (told is null))
) strict, without rowid;
