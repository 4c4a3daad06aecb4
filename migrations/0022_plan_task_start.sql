-- What the figure a task began with was computed by: form version, method and channels, so that a
-- later figure is set against it only where it is of the same.
-- Grows: three short texts in each row of plan_task.
-- Privacy: nothing about any answer.
-- Undo: a new migration that drops the columns; without them nothing says what is comparable.

-- `id@version`, the method's id, and channels in the order of the contract with commas between;
-- all null where there was no figure, and of tasks older than these columns.
alter table plan_task add column start_form text
    check (length(start_form) between 3 and 80);
alter table plan_task add column start_method text
    check (length(start_method) between 1 and 80);
alter table plan_task add column start_channels text
    check (length(start_channels) between 2 and 60)
    check ((start_channels is null) = (start_form is null))
    check ((start_method is null) = (start_form is null));
