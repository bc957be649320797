-- STORE on thousands of messages: each row is found once and written where it was found; conversations are counted again only for flags that
-- are counted (\Seen and \Deleted); the answer is made in the same reading. No two lists are joined: a plan that is kept takes lists for short,
-- and compared each row of one with all of the other, which took seconds.
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
  told jsonb;
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
    select distinct on (t.email_id) t.email_id, array_agg(t.uid) over (partition by t.email_id) as hit,
           case mode when 'add' then t.flags | f when 'remove' then t.flags & ~f else f end & ~8 as flags,
           -- most changes leave the keywords alone: a call of f_keywords for each message was a quarter of the time
           case when mode = 'replace' or mode = 'add' and t.keywords is null then given
                when given is null or t.keywords is null then t.keywords
                when mode = 'add' then f_keywords(t.keywords || given)
                else f_keywords(array(select k from unnest(t.keywords) k where k <> all(given))) end as keywords
      from unnest(targets) t
  ), found as materialized (
    select n.*, ((n.old_row).flags, (n.old_row).keywords) is distinct from (n.flags, n.keywords) as differs,
           (n.flags # (n.old_row).flags) & 9 <> 0 as is_counted
      from (select e.old_row, e.place, e.uid, e.is_target, w.keywords,
                   w.flags | (8 & case when not e.is_target then e.flags
                                       when mode = 'add' then e.flags | f when mode = 'remove' then e.flags & ~f else f end) as flags
              from wanted w
              cross join lateral (
                select k as old_row, k.ctid as place, k.uid, k.flags, k.mailbox_id = m and k.uid = any(w.hit) as is_target
                  from mailbox_email k where k.account_id = a and k.email_id = w.email_id offset 0) e) n
  ), u as ( -- the account is locked, so that every row still stands where it was read
    update mailbox_email e set flags = d.flags, keywords = d.keywords, modseq = v
      from found d where d.differs and e.account_id = a and e.ctid = d.place
    returning e as new_row, d.is_counted
  )
  select b.rows, b.counted, b.told, n.rows, n.counted into before, counted_before, told, after, counted_after
    from (select array_agg(old_row) filter (where differs) as rows, array_agg(old_row) filter (where differs and is_counted) as counted,
                 -- lists side by side: as objects they were a fifth of the time
                 jsonb_build_object(
                   'uids', array_agg(uid order by uid) filter (where is_target),
                   'flags', array_agg(flags order by uid) filter (where is_target),
                   'modseqs', array_agg(case when differs then v else (old_row).modseq end order by uid) filter (where is_target),
                   'keywords', jsonb_object_agg(uid, keywords) filter (where is_target and keywords is not null)) as told
            from found) b,
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
  return told || jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'modified', to_jsonb(modified));
end $$;

-- The same for what leaves a mailbox: whether an email is still somewhere is looked up once for each row, and goes with it.
create or replace function f_remove_rows(a int, v bigint, rows mailbox_email[]) returns void language plpgsql as $$
begin
  delete from mailbox_email where account_id = a and ctid = any(array(
    select k.at from unnest(rows) r
     cross join lateral (select e.ctid as at from mailbox_email e
                          where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid offset 0) k));
  with removed as materialized (
    select r.*, k.held is true as held
      from unnest(rows) r
      left join lateral (select true as held from mailbox_email e where e.account_id = a and e.email_id = r.email_id limit 1) k on true
  ), logged as (
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, case when r.held then 3 else 5 end, r.flags, r.keywords from removed r
  ), gone as (
    select r.email_id, max(r.size) as size from removed r where not r.held group by r.email_id
  ), b as (
    insert into buried (account_id, email_id, purge_after) select a, email_id, now() + interval '14 days' from gone
  ), j as (
    delete from index_job where account_id = a and email_id = any(array(select email_id from gone))
  )
  update account_state s set used_bytes = s.used_bytes - x.bytes, used_msgs = s.used_msgs - x.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n from gone) x
   where s.account_id = a and x.n > 0;
  perform f_count(a, v, rows, '{}', true);
end $$;
