-- How much of what was learnt about a token came from mail with HTML. What was learnt before counts as if it had none: until enough is
-- learnt anew, mail with HTML is judged by all mail alone, as before.
alter table junk_token add column html_spam int not null default 0, add column html_ham int not null default 0;
-- A lesson of before is taken back from the sums alone.
alter table junk_taught add column by_kind boolean not null default false;
