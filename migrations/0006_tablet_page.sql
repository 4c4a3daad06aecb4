-- What an enrolled tablet has beside the token of its answers: a cookie for pages, the form it
-- asks, and the staff's PIN.
-- Grows: nothing but three columns of `device`.
-- Privacy: officers only. The page cookie is kept as a hash; a PIN keeps citizens out of a
-- tablet's settings and opens nothing else, so it can be read here.
-- Undo: a new migration that drops the columns; tablets are enrolled again.

alter table device add column page_hash blob check (length(page_hash) = 32);
alter table device add column form text not null default 'hai-long-quay'
    check (length(form) between 1 and 40);
alter table device add column pin text check (length(pin) = 6);

create unique index device_by_page on device (page_hash) where page_hash is not null;
