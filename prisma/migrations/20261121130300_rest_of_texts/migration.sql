-- What goes beyond the text that is kept, so that a phrase is looked for here and not in the messages: of 700 long texts that have both words
-- that took 20 s. It is not indexed: its words stand behind `body`.
alter table email_text add column rest text;
update email_text set overflow = true where truncated;
insert into index_job (account_id, email_id, again) select account_id, email_id, true from email_text where truncated on conflict do nothing;
