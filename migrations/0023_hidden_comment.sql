-- Released comments that a unit's leader or the province hides from its officers: they name a
-- person, insult, or tell private data. The comment itself stays where it is.
-- Grows: a few rows a unit and year; shown again, a row goes, and the chain of events keeps both.
-- Privacy: it takes words about people out of sight; the row tells nothing of who wrote them.
-- Undo: a new migration that drops it; every released comment is then shown again.

create table hidden_comment (
    unit text not null check (length(unit) between 2 and 5),
    batch integer not null,
    id blob not null check (length(id) = 16),
    reason text not null check (reason in ('person', 'insult', 'private')),
    hidden_by text not null check (length(hidden_by) between 1 and 64),
    hidden_on text not null check (length(hidden_on) = 10),
    primary key (unit, batch, id),
    foreign key (unit, batch, id) references released_comment (unit, batch, id)
) strict, without rowid;
