-- Rows by their keys, one look-up each, whatever the planner thinks of the account: joined freely, a change of 1,000 messages read every
-- row of its account three times (as of `offset 0`, see reads/fetch-rows.ts). Rows to delete are found first and then taken by their place
-- (ctid), which under the account's lock nobody changes.
create or replace function f_count(a int, v bigint, before mailbox_email[], after mailbox_email[], may_double boolean) returns void
language plpgsql as $$
begin
  -- thread_mailbox, and from its old and new values the thread counters of the mailboxes
  with d as (
    select mailbox_id, thread_id, 1 as s, flags, received_at, email_id from unnest(after)
    union all
    select mailbox_id, thread_id, -1, flags, received_at, email_id from unnest(before)
  ), delta as (
    select mailbox_id, thread_id, sum(s)::int as n, sum(s * (flags & 1 = 0)::int)::int as u, bool_or(s < 0) as lost,
           max(received_at) filter (where s > 0) as latest
      from d group by mailbox_id, thread_id
  ), now_is as materialized (
    select x.mailbox_id, x.thread_id, coalesce(t.n, 0) as n0, coalesce(t.unseen, 0) as u0,
           coalesce(t.n, 0) + x.n as n1, coalesce(t.unseen, 0) + x.u as u1, x.n as dn
      from delta x
      left join lateral (
        select k.n, k.unseen from thread_mailbox k
         where k.account_id = a and k.mailbox_id = x.mailbox_id and k.thread_id = x.thread_id offset 0) t on true
  ), newest as (
    select w.mailbox_id, w.thread_id, x.received_at, x.email_id
      from now_is w
      cross join lateral (
        select m.received_at, m.email_id
          from (select k.email_id from email k where k.account_id = a and k.thread_id = w.thread_id offset 0) e
          cross join lateral (
            select k.received_at, k.email_id from mailbox_email k
             where k.account_id = a and k.email_id = e.email_id and k.mailbox_id = w.mailbox_id offset 0) m
         order by m.received_at desc, m.email_id desc limit 1) x
     where w.n1 > 0 and w.dn <> 0
  ), gone as (
    delete from thread_mailbox where ctid = any(array(
      select k.at from now_is w
       cross join lateral (select t.ctid as at from thread_mailbox t
                            where t.account_id = a and t.mailbox_id = w.mailbox_id and t.thread_id = w.thread_id offset 0) k
       where w.n1 = 0))
  ), put as (
    insert into thread_mailbox as t (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
    select a, w.mailbox_id, w.thread_id, x.received_at, x.email_id, w.n1, w.u1
      from now_is w join newest x using (mailbox_id, thread_id)
    on conflict (account_id, mailbox_id, thread_id) do update
      set latest_at = excluded.latest_at, latest_email = excluded.latest_email, n = excluded.n, unseen = excluded.unseen
  ), seen as ( -- flags alone changed: the newest stays the newest
    update thread_mailbox t set unseen = w.u1 from now_is w
     where w.dn = 0 and w.u1 <> w.u0 and t.account_id = a and t.mailbox_id = w.mailbox_id and t.thread_id = w.thread_id
  ), threads as (
    select mailbox_id, sum((n1 > 0)::int - (n0 > 0)::int)::int as tt, sum((u1 > 0)::int - (u0 > 0)::int)::int as ut
      from now_is group by mailbox_id
  ), sums as (
    select mailbox_id, sum(s)::int as total, sum(s * (flags & 1 = 0)::int)::int as unseen,
           sum(s * (flags & 8 <> 0)::int)::int as deleted, sum(s * size)::bigint as bytes
      from (select mailbox_id, 1 as s, flags, size from unnest(after)
            union all
            select mailbox_id, -1, flags, size from unnest(before)) r
     group by mailbox_id
  )
  update mailbox b
     set modseq = v, total = b.total + s.total, unseen = b.unseen + s.unseen, deleted = b.deleted + s.deleted, bytes = b.bytes + s.bytes,
         total_threads = b.total_threads + t.tt, unseen_threads = b.unseen_threads + t.ut
    from sums s join threads t using (mailbox_id)
   where b.account_id = a and b.mailbox_id = s.mailbox_id;

  if may_double then
    with touched as (
      select mailbox_id, email_id, sum(s)::int as net
        from (select mailbox_id, email_id, 1 as s from unnest(after)
              union all
              select mailbox_id, email_id, -1 from unnest(before)) r
       group by mailbox_id, email_id having sum(s) <> 0
    ), counted as materialized (
      select t.mailbox_id, t.net,
             (select count(*)::int from mailbox_email m where m.account_id = a and m.email_id = t.email_id and m.mailbox_id = t.mailbox_id) as c
        from touched t
    ), change as (
      select mailbox_id, sum(greatest(c - 1, 0) - greatest(c - net - 1, 0))::int as d from counted group by mailbox_id
    )
    update mailbox b set doubles = b.doubles + change.d
      from change where b.account_id = a and b.mailbox_id = change.mailbox_id and change.d <> 0;
  end if;
end $$;

create or replace function f_remove_rows(a int, v bigint, rows mailbox_email[]) returns void language plpgsql as $$
begin
  delete from mailbox_email where ctid = any(array(
    select k.at from unnest(rows) r
     cross join lateral (select e.ctid as at from mailbox_email e
                          where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid offset 0) k));
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
  select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id,
         case when k.there then 3 else 5 end, r.flags, r.keywords
    from unnest(rows) r
    left join lateral (select true as there from mailbox_email e where e.account_id = a and e.email_id = r.email_id limit 1) k on true;
  perform f_count(a, v, rows, '{}', true);
  perform f_bury(a, array(select r.email_id from unnest(rows) r));
end $$;

create or replace function f_bury(a int, emails bigint[]) returns void language plpgsql as $$
declare
  gone bigint[];
begin
  gone := array(select distinct e from unnest(emails) e
                  left join lateral (select true as there from mailbox_email m where m.account_id = a and m.email_id = e limit 1) k on true
                 where k.there is null);
  if cardinality(gone) = 0 then return; end if;
  update account_state s set used_bytes = used_bytes - x.bytes, used_msgs = used_msgs - x.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n
            from email where account_id = a and email_id = any(gone) and purge_after is null) x
   where s.account_id = a;
  update email set purge_after = now() + interval '14 days' where account_id = a and email_id = any(gone) and purge_after is null;
  delete from email_text where account_id = a and email_id = any(gone);
  delete from index_job where account_id = a and email_id = any(gone);
end $$;

-- Flags: keywords are worked out only where they change, and the result comes as lists.
create or replace function f_flags(a int, m int, uids int[], mode text, f int, kw text[], unchangedsince bigint) returns jsonb
language plpgsql as $$
declare
  v bigint;
  modified int[];
  targets mailbox_email[];
  before mailbox_email[];
  after mailbox_email[];
  given text[] := f_keywords(kw);
begin
  perform f_lock(a);
  if not exists (select 1 from mailbox where account_id = a and mailbox_id = m) then
    raise exception 'noSuchMailbox' using errcode = 'PH001';
  end if;
  select coalesce(array_agg(e.uid order by e.uid), '{}') into modified
    from mailbox_email e where e.account_id = a and e.mailbox_id = m and e.uid = any(uids) and e.modseq > unchangedsince;
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
  ), next_rows as (
    select e.mailbox_id, e.uid,
           w.flags | case when t.uid is not null
                          then case mode when 'add' then e.flags | f when 'remove' then e.flags & ~f else f end & 8
                          else e.flags & 8 end as flags,
           w.keywords
      from wanted w join mailbox_email e on e.account_id = a and e.email_id = w.email_id
      left join unnest(targets) t on t.mailbox_id = e.mailbox_id and t.uid = e.uid
  ), differing as (
    select n.*, e as old_row
      from next_rows n join mailbox_email e on e.account_id = a and e.mailbox_id = n.mailbox_id and e.uid = n.uid
     where (e.flags, e.keywords) is distinct from (n.flags, n.keywords)
  ), u as (
    update mailbox_email e set flags = d.flags, keywords = d.keywords, modseq = v
      from differing d where e.account_id = a and e.mailbox_id = d.mailbox_id and e.uid = d.uid
    returning e.*
  )
  select (select array_agg(old_row) from differing), (select array_agg(r) from (select x.*::mailbox_email as r from u x) y) into before, after;
  if after is not null then
    perform f_next_modseq(a);
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
    select a, v, b.mailbox_id, b.uid, b.email_id, b.thread_id, 2, b.flags, b.keywords from unnest(before) b;
    perform f_count(a, v, before, after, false);
    update mailbox b set keywords = f_keywords(b.keywords || kw)
     where kw is not null and mode <> 'remove' and b.account_id = a and b.mailbox_id in (select mailbox_id from unnest(after))
       and not kw <@ b.keywords;
  end if;
  return (select jsonb_build_object(
    'modseq', (select modseq from account_state where account_id = a),
    'modified', to_jsonb(modified),
    -- lists side by side: as objects they were a fifth of the time
    'uids', to_jsonb(told.uids), 'flags', to_jsonb(told.flags), 'modseqs', to_jsonb(told.modseqs), 'keywords', told.keywords)
    from (select array_agg(e.uid order by e.uid) as uids, array_agg(e.flags order by e.uid) as flags,
                 array_agg(e.modseq order by e.uid) as modseqs,
                 jsonb_object_agg(e.uid, e.keywords) filter (where e.keywords is not null) as keywords
            from unnest(targets) t
            cross join lateral (select k.uid, k.flags, k.modseq, k.keywords from mailbox_email k
                                 where k.account_id = a and k.mailbox_id = m and k.uid = t.uid offset 0) e) told);
end $$;
