-- Accounts differ in size by a factor of a million, and a sample knows only the largest: for an account that the sample missed the planner
-- expected one row, took every join for a product of one by one, and a search of 2,000 messages took 28 s. Without statistics of this
-- column every account counts as 1/200 of its table: too much or too little, but never one, and index look-ups win.
alter table email alter column account_id set statistics 0;
alter table mailbox_email alter column account_id set statistics 0;
alter table email_text alter column account_id set statistics 0;
alter table thread_mailbox alter column account_id set statistics 0;
alter table thread_ref alter column account_id set statistics 0;
alter table change_log alter column account_id set statistics 0;
alter table object_log alter column account_id set statistics 0;
alter table mailbox alter column account_id set statistics 0;
