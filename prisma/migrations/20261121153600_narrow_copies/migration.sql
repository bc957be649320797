-- What a search asks of every email stood in its wide row, of which 100,000 are half a gigabyte: `from:` with a piece that all have took a
-- second. A narrow copy of it, filled by the indexer.
create table email_brief (
  account_id int not null, email_id bigint not null,
  has_attachment boolean not null,
  senders text, recipients text, copied text, hidden text, -- From, To, Cc, Bcc as a person reads them, folded; NULL when there are none
  subject text not null,                                    -- folded
  names text[],                                             -- of attachments, in lower case; NULL when there are none
  primary key (account_id, email_id)
);
alter table email_brief alter column account_id set statistics 0; -- as of all mail tables: see planner_statistics

-- As a person reads them: `Name <address>, …`
create function f_people(list jsonb) returns text language sql immutable as $$
  select string_agg(coalesce(p->>'name', '') || ' <' || (p->>'email') || '>', ', ') from jsonb_array_elements(case when jsonb_typeof(list) = 'array' then list end) p
$$;
-- As fold() of search/words.ts.
create function f_fold(t text) returns text language sql immutable as $$ select translate(lower(normalize(t, NFKC)), 'ς', 'σ') $$;

create function f_brief(accounts int[], emails bigint[]) returns void language sql as $$
  insert into email_brief (account_id, email_id, has_attachment, senders, recipients, copied, hidden, subject, names)
  select e.account_id, e.email_id, e.has_attachment, f_fold(f_people(e.hdr->'from')), f_fold(f_people(e.hdr->'to')),
         f_fold(f_people(e.hdr->'cc')), f_fold(f_people(e.hdr->'bcc')), f_fold(e.subject),
         (select array_agg(lower(n #>> '{}')) from jsonb_path_query(e.parts, '$.**.name') n)
    from unnest(accounts, emails) k(a, id)
    cross join lateral (select * from email o where o.account_id = k.a and o.email_id = k.id offset 0) e
  on conflict do nothing
$$;
do $$
declare a int;
begin
  for a in select account_id from account_state loop
    perform f_brief(array_agg(account_id), array_agg(email_id)) from email where account_id = a;
  end loop;
end $$;

-- Which three letters follow which two over a blank, as a filter of bits (search/phrase-bits.ts): a phrase of words that nearly all messages
-- have is looked for only in texts that may hold it. What has no row may.
create table email_phrase (
  account_id int not null, email_id bigint not null, bits bytea not null,
  primary key (account_id, email_id)
);
alter table email_phrase alter column bits set storage external; -- random bits are not made shorter
alter table email_phrase alter column account_id set statistics 0;
-- Made in the background for the texts that are there. What waits for it is many, and no search need wait for it.
create index index_job_fresh on index_job(account_id, email_id) where not again;
insert into index_job (account_id, email_id, again) select account_id, email_id, true from email_text on conflict do nothing;
