-- What a long work does at the moment, and when it has ended, what came of it.
alter table admin_job add column doing text;
