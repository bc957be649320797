-- Of a text longer than what is kept, every further word is indexed too: each search over text read all those messages again, 1.7 s for
-- 750 of them. `truncated`: a phrase may stand in what is not kept; `overflow`: a word may.
alter table email_text add column overflow boolean not null default false;
update email_text set overflow = true where truncated;
-- They are indexed anew in the background: `again`, as no search need wait for what is there already.
alter table index_job add column again boolean not null default false;
insert into index_job (account_id, email_id, again) select account_id, email_id, true from email_text where truncated on conflict do nothing;
create index email_text_truncated on email_text (account_id, email_id) where truncated;
