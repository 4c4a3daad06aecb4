-- What a confirmed report is printed from: its every word and figure as they were when the unit's
-- leader confirmed it, so that later answers, corrections and settings change nothing of it.
-- Grows: a row a confirmation, of about 17 KB; 8 MB a year for 124 units and four quarters.
-- Privacy: the figures the unit's own pages showed on that day, under the same rules, and names of
-- officials. Of a half-month that was still open then it keeps what the printed paper keeps.
-- Undo: a new migration that drops the table; reports are then composed of what is known by the day.

create table report_copy (
    -- The step that confirmed it.
    step text not null primary key references report_step (id),
    -- JSON of version 1, as src/exchange/report/copy.rs writes it, and its SHA-256.
    content text not null check (length(content) between 2 and 4194304),
    digest blob not null check (length(digest) = 32)
) strict, without rowid;

create trigger report_copy_stays before update on report_copy
begin
    select raise(abort, 'a confirmed report is never changed');
end;

create trigger report_copy_is_kept before delete on report_copy
begin
    select raise(abort, 'a confirmed report is never deleted');
end;
