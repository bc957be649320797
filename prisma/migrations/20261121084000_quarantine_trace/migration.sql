-- Under which trace administrators find a message that is held.
alter table quarantine add column trace_id text not null default '';
