-- STORE on thousands of messages: each row is found once and written where it was found; conversations are counted again only for flags that
-- are counted (\Seen and \Deleted); the answer is made from what was written instead of from another reading.
create or replace function f_flags(a int, m int, uids int[], mode text, f int, kw text[], unchangedsince bigint) returns jsonb
language plpgsql as $$
declare
  v bigint;
  modified int[] := '{}';
  targets mailbox_email[];
  before mailbox_email[];
  after mailbox_email[];
  counted_before mailbox_email[];
  counted_after mailbox_email[];
  given text[] := f_keywords(kw);
begin
  perform f_lock(a);
  if not exists (select 1 from mailbox where account_id = a and mailbox_id = m) then
    raise exception 'noSuchMailbox' using errcode = 'PH001';
  end if;
  if unchangedsince is not null then
    select coalesce(array_agg(e.uid order by e.uid), '{}') into modified
      from mailbox_email e where e.account_id = a and e.mailbox_id = m and e.uid = any(uids) and e.modseq > unchangedsince;
  end if;
  select array_agg(e) into targets
    from mailbox_email e
   where e.account_id = a and e.mailbox_id = m and e.uid = any(uids) and (unchangedsince is null or e.modseq <= unchangedsince);
  if targets is null then
    return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'modified', to_jsonb(modified));
  end if;
  v := (select modseq + 1 from account_state where account_id = a);
  with wanted as (
    select distinct on (t.email_id) t.email_id,
           case mode when 'add' then t.flags | f when 'remove' then t.flags & ~f else f end & ~8 as flags,
           -- most changes leave the keywords alone: a call of f_keywords for each message was a quarter of the time
           case when mode = 'replace' or mode = 'add' and t.keywords is null then given
                when given is null or t.keywords is null then t.keywords
                when mode = 'add' then f_keywords(t.keywords || given)
                else f_keywords(array(select k from unnest(t.keywords) k where k <> all(given))) end as keywords
      from unnest(targets) t
  ), differing as materialized (
    select n.*, (n.flags # (n.old_row).flags) & 9 <> 0 as is_counted
      from (select e.old_row, e.place, w.keywords,
                   w.flags | case when t.uid is not null
                                  then case mode when 'add' then e.flags | f when 'remove' then e.flags & ~f else f end & 8
                                  else e.flags & 8 end as flags
              from wanted w
              cross join lateral (
                select k as old_row, k.ctid as place, k.mailbox_id, k.uid, k.flags
                  from mailbox_email k where k.account_id = a and k.email_id = w.email_id offset 0) e
              left join unnest(targets) t on t.mailbox_id = e.mailbox_id and t.uid = e.uid) n
     where ((n.old_row).flags, (n.old_row).keywords) is distinct from (n.flags, n.keywords)
  ), u as ( -- the account is locked, so that every row still stands where it was read
    update mailbox_email e set flags = d.flags, keywords = d.keywords, modseq = v
      from differing d where e.account_id = a and e.ctid = d.place
    returning e as new_row, d.is_counted
  )
  select b.rows, b.counted, n.rows, n.counted into before, counted_before, after, counted_after
    from (select array_agg(old_row) as rows, array_agg(old_row) filter (where is_counted) as counted from differing) b,
         (select array_agg(new_row) as rows, array_agg(new_row) filter (where is_counted) as counted from u) n;
  if after is not null then
    perform f_next_modseq(a);
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
    select a, v, b.mailbox_id, b.uid, b.email_id, b.thread_id, 2, b.flags, b.keywords from unnest(before) b;
    if counted_after is not null then perform f_count(a, v, counted_before, counted_after, false); end if;
    update mailbox b
       set modseq = v, keywords = case when given is null or mode = 'remove' or given <@ b.keywords then b.keywords
                                       else f_keywords(b.keywords || given) end
     where b.account_id = a and b.mailbox_id = any(array(select distinct mailbox_id from unnest(after)));
  end if;
  return (select jsonb_build_object(
    'modseq', (select modseq from account_state where account_id = a),
    'modified', to_jsonb(modified),
    -- lists side by side: as objects they were a fifth of the time
    'uids', to_jsonb(told.uids), 'flags', to_jsonb(told.flags), 'modseqs', to_jsonb(told.modseqs), 'keywords', told.keywords)
    from (select array_agg(e.uid order by e.uid) as uids, array_agg(e.flags order by e.uid) as flags,
                 array_agg(e.modseq order by e.uid) as modseqs,
                 jsonb_object_agg(e.uid, e.keywords) filter (where e.keywords is not null) as keywords
            from (select t.uid, coalesce(n.flags, t.flags) as flags, coalesce(n.modseq, t.modseq) as modseq,
                         case when n.uid is null then t.keywords else n.keywords end as keywords
                    from unnest(targets) t left join unnest(after) n on n.mailbox_id = m and n.uid = t.uid) e) told);
end $$;
