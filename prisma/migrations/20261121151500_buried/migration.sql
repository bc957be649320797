-- Whole-query acts on 100,000 emails. When an email is purged stands in a narrow table: to say it in the wide row wrote that row and its four
-- index entries again, two thirds of the time to empty a Trash. Conversations are counted in one pass, and a row is put without asking
-- whether it is there, which was just found out.
create table buried ( -- an email that left its last mailbox: kept until purge_after so that an account can be put back in time
  account_id int not null, email_id bigint not null, purge_after timestamptz not null,
  primary key (account_id, email_id)
);
create index buried_purge on buried(purge_after);
alter table buried alter column account_id set statistics 0; -- as of all mail tables: see planner_statistics
insert into buried (account_id, email_id, purge_after) select account_id, email_id, purge_after from email where purge_after is not null;

-- Counts what changed: a row in `before` alone has left, one in `after` alone has come, one in both has other flags or is in another thread.
create or replace function f_count(a int, v bigint, before mailbox_email[], after mailbox_email[], may_double boolean) returns void
language plpgsql as $$
begin
  -- thread_mailbox, and from its old and new values the thread counters of the mailboxes
  with d as (
    select mailbox_id, thread_id, email_id, 1 as s, flags, received_at, size from unnest(after)
    union all
    select mailbox_id, thread_id, email_id, -1, flags, received_at, size from unnest(before)
  ), delta as (
    select mailbox_id, thread_id, sum(s)::int as n, sum(s * (flags & 1 = 0)::int)::int as u, sum(s * (flags & 8 <> 0)::int)::int as deleted,
           sum(s * size)::bigint as bytes, max(received_at) filter (where s > 0) as came_at,
           (array_agg(email_id order by received_at desc, email_id desc) filter (where s > 0))[1] as came,
           array_agg(email_id) filter (where s > 0) as there, array_agg(email_id) filter (where s < 0) as went
      from d group by mailbox_id, thread_id
  ), now_is as materialized (
    select x.mailbox_id, x.thread_id, x.n, x.u, x.deleted, x.bytes, coalesce(t.n, 0) as n0, coalesce(t.unseen, 0) as u0,
           coalesce(t.n, 0) + x.n as n1, coalesce(t.unseen, 0) + x.u as u1,
           case when t.n is null or (x.came_at, x.came) > (t.latest_at, t.latest_email) then x.came_at else t.latest_at end as latest_at,
           case when t.n is null or (x.came_at, x.came) > (t.latest_at, t.latest_email) then x.came else t.latest_email end as latest_email,
           t.latest_email = any(x.went) and (t.latest_email = any(x.there)) is not true and t.n + x.n > 0 as is_unknown, t.at as place
      from delta x
      left join lateral (
        select k.n, k.unseen, k.latest_at, k.latest_email, k.ctid as at from thread_mailbox k
         where k.account_id = a and k.mailbox_id = x.mailbox_id and k.thread_id = x.thread_id offset 0) t on true
  ), newest as (
    select w.place, w.n1, w.u1, x.received_at as latest_at, x.email_id as latest_email
      from now_is w
      cross join lateral (
        select m.received_at, m.email_id
          from (select k.email_id from email k where k.account_id = a and k.thread_id = w.thread_id offset 0) e
          cross join lateral (
            select k.received_at, k.email_id from mailbox_email k
             where k.account_id = a and k.email_id = e.email_id and k.mailbox_id = w.mailbox_id offset 0) m
         order by m.received_at desc, m.email_id desc limit 1) x
     where w.is_unknown
  ), gone as (
    delete from thread_mailbox where account_id = a and ctid = any(array(select place from now_is where n1 = 0 and place is not null))
  ), other as (
    update thread_mailbox t set latest_at = w.latest_at, latest_email = w.latest_email, n = w.n1, unseen = w.u1
      from (select place, latest_at, latest_email, n1, u1 from now_is where n1 > 0 and place is not null and is_unknown is not true
            union all
            select place, latest_at, latest_email, n1, u1 from newest) w
     where t.account_id = a and t.ctid = w.place
       and (t.latest_at, t.latest_email, t.n, t.unseen) is distinct from (w.latest_at, w.latest_email, w.n1, w.u1)
  ), put as (
    insert into thread_mailbox (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
    select a, mailbox_id, thread_id, latest_at, latest_email, n1, u1 from now_is where n1 > 0 and place is null
  ), sums as (
    select mailbox_id, sum(n)::int as total, sum(u)::int as unseen, sum(deleted)::int as deleted, sum(bytes)::bigint as bytes,
           sum((n1 > 0)::int - (n0 > 0)::int)::int as threads, sum((u1 > 0)::int - (u0 > 0)::int)::int as unseen_threads
      from now_is group by mailbox_id
  )
  update mailbox b
     set modseq = v, total = b.total + s.total, unseen = b.unseen + s.unseen, deleted = b.deleted + s.deleted, bytes = b.bytes + s.bytes,
         total_threads = b.total_threads + s.threads, unseen_threads = b.unseen_threads + s.unseen_threads
    from sums s where b.account_id = a and b.mailbox_id = s.mailbox_id;

  -- What leaves makes no doubles where there are none.
  if may_double and (cardinality(after) > 0 or exists (select from mailbox where account_id = a and doubles > 0)) then
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

-- Memberships that end. An email that was in no other mailbox is buried: out of the quota and of search, its row and text kept until the purge.
create or replace function f_remove_rows(a int, v bigint, rows mailbox_email[]) returns void language plpgsql as $$
declare
  held bigint[]; -- emails that are still somewhere
begin
  delete from mailbox_email where account_id = a and ctid = any(array(
    select k.at from unnest(rows) r
     cross join lateral (select e.ctid as at from mailbox_email e
                          where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid offset 0) k));
  held := array(select distinct r.email_id from unnest(rows) r
                 cross join lateral (select from mailbox_email e where e.account_id = a and e.email_id = r.email_id limit 1) k);
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
  select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, case when k.email_id is null then 5 else 3 end, r.flags, r.keywords
    from unnest(rows) r left join unnest(held) k(email_id) using (email_id);
  perform f_count(a, v, rows, '{}', true);
  with gone as (
    select r.email_id, max(r.size) as size from unnest(rows) r left join unnest(held) k(email_id) using (email_id)
     where k.email_id is null group by r.email_id
  ), b as (
    insert into buried (account_id, email_id, purge_after) select a, email_id, now() + interval '14 days' from gone
  ), j as (
    delete from index_job where account_id = a and email_id = any(array(select email_id from gone))
  )
  update account_state s set used_bytes = s.used_bytes - x.bytes, used_msgs = s.used_msgs - x.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n from gone) x
   where s.account_id = a and x.n > 0;
end $$;
drop function f_bury(int, bigint[]);

-- Putting back takes an email out of the ground. Its text lay there with it: only what has none is indexed again.
do $$
declare f text := pg_get_functiondef('f_put_back'::regproc);
begin
  f := replace(f, 'x.size, x.purge_after,', 'x.size,
           exists (select from buried k where k.account_id = a and k.email_id = p.email_id) as is_buried,');
  f := replace(f, 'where e.purge_after is not null', 'where e.is_buried');
  f := replace(f, 'update email set purge_after = null where', 'delete from buried where');
  f := replace(f, 'from unnest(revived) x on conflict do nothing', 'from unnest(revived) x
   where not exists (select from email_text t where t.account_id = a and t.email_id = x) on conflict do nothing');
  if f like '%purge_after%' then raise exception 'f_put_back is not as expected'; end if;
  execute f;
end $$;

-- Read account by account, as before; `buried` says what is in no mailbox.
drop view fsck;
create view fsck as
select 'mailbox counters' as chk, m.account_id, m.mailbox_id::text as obj,
       format('have %s/%s/%s/%s, want %s/%s/%s/%s', m.total, m.unseen, m.deleted, m.bytes, coalesce(x.t, 0), coalesce(x.u, 0), coalesce(x.d, 0), coalesce(x.b, 0)) as detail
  from mailbox m
  left join (select account_id, mailbox_id, count(*) t, count(*) filter (where flags & 1 = 0) u, count(*) filter (where flags & 8 <> 0) d, sum(size) b
               from mailbox_email group by 1, 2) x using (account_id, mailbox_id)
 where (m.total, m.unseen, m.deleted, m.bytes) is distinct from (coalesce(x.t, 0)::int, coalesce(x.u, 0)::int, coalesce(x.d, 0)::int, coalesce(x.b, 0)::bigint)
union all
select 'mailbox doubles', m.account_id, m.mailbox_id::text, format('have %s, want %s', m.doubles, coalesce(x.d, 0))
  from mailbox m
  left join (select account_id, mailbox_id, (count(*) - count(distinct email_id))::int d from mailbox_email group by 1, 2) x using (account_id, mailbox_id)
 where m.doubles <> coalesce(x.d, 0)
union all
select 'thread row', t.account_id, t.thread_id::text,
       format('mailbox %s: have %s/%s/%s/%s, want %s/%s/%s/%s', t.mailbox_id, t.n, t.unseen, t.latest_at, t.latest_email, x.n, x.u, x.la, x.le)
  from thread_mailbox t
  left join (select account_id, mailbox_id, thread_id, count(*)::int n, count(*) filter (where flags & 1 = 0)::int u, max(received_at) la,
                    (array_agg(email_id order by received_at desc, email_id desc))[1] le
               from mailbox_email group by 1, 2, 3) x using (account_id, mailbox_id, thread_id)
 where (t.n, t.unseen, t.latest_at, t.latest_email) is distinct from (x.n, x.u, x.la, x.le)
union all
select 'thread row missing', e.account_id, e.thread_id::text, format('mailbox %s', e.mailbox_id)
  from mailbox_email e
 where not exists (select 1 from thread_mailbox t
                    where t.account_id = e.account_id and t.mailbox_id = e.mailbox_id and t.thread_id = e.thread_id)
union all
select 'mailbox thread counters', m.account_id, m.mailbox_id::text, format('have %s/%s, want %s/%s', m.total_threads, m.unseen_threads, coalesce(x.n, 0), coalesce(x.u, 0))
  from mailbox m
  left join (select account_id, mailbox_id, count(*) n, count(*) filter (where unseen > 0) u from thread_mailbox group by 1, 2) x using (account_id, mailbox_id)
 where (m.total_threads, m.unseen_threads) is distinct from (coalesce(x.n, 0)::int, coalesce(x.u, 0)::int)
union all
select 'quota', s.account_id, null, format('have %s/%s, want %s/%s', s.used_msgs, s.used_bytes, coalesce(x.n, 0), coalesce(x.b, 0))
  from account_state s
  left join (select e.account_id, count(*) n, sum(e.size) b from email e left join buried d using (account_id, email_id)
              where d.email_id is null group by 1) x using (account_id)
 where (s.used_msgs, s.used_bytes) is distinct from (coalesce(x.n, 0)::int, coalesce(x.b, 0)::bigint)
union all
select 'uid not below uidnext', e.account_id, e.uid::text, format('mailbox %s', e.mailbox_id)
  from mailbox_email e join mailbox m using (account_id, mailbox_id) where e.uid >= m.uidnext
union all
select 'order of modseqs', e.account_id, e.email_id::text, format('created %s, row %s, mailbox %s, account %s', e.created_modseq, e.modseq, m.modseq, s.modseq)
  from mailbox_email e join mailbox m using (account_id, mailbox_id) join account_state s using (account_id)
 where not (e.created_modseq <= e.modseq and e.modseq <= m.modseq and m.modseq <= s.modseq)
union all
select 'membership without email', e.account_id, e.email_id::text, null
  from mailbox_email e left join email x using (account_id, email_id) where x.email_id is null
union all
select 'membership without mailbox', e.account_id, e.email_id::text, e.mailbox_id::text
  from mailbox_email e left join mailbox x using (account_id, mailbox_id) where x.mailbox_id is null
union all
select 'email without place', x.account_id, x.email_id::text, null
  from email x
 where not exists (select 1 from mailbox_email e where e.account_id = x.account_id and e.email_id = x.email_id)
   and not exists (select 1 from buried d where d.account_id = x.account_id and d.email_id = x.email_id)
union all
select 'buried email with a place', x.account_id, x.email_id::text, null
  from buried x where exists (select 1 from mailbox_email e where e.account_id = x.account_id and e.email_id = x.email_id)
union all
select 'buried and not there', x.account_id, x.email_id::text, null
  from buried x where not exists (select 1 from email e where e.account_id = x.account_id and e.email_id = x.email_id)
union all
select 'copied values differ', e.account_id, e.email_id::text, null
  from mailbox_email e join email x using (account_id, email_id) where (e.thread_id, e.received_at, e.size) <> (x.thread_id, x.received_at, x.size)
union all
select 'shared flags differ', account_id, email_id::text, null
  from mailbox_email group by account_id, email_id having count(distinct flags & ~8) > 1 or count(distinct coalesce(keywords, '{}')) > 1
union all
select 'keywords not normal', account_id, email_id::text, keywords::text
  from mailbox_email where keywords is not null and (keywords = '{}' or keywords is distinct from f_keywords(keywords))
union all
select 'keyword not listed by its mailbox', e.account_id, e.email_id::text, e.keywords::text
  from mailbox_email e join mailbox m using (account_id, mailbox_id) where e.keywords is not null and not e.keywords <@ m.keywords
union all
select 'change above the floor not logged', e.account_id, e.email_id::text, format('modseq %s', e.modseq)
  from mailbox_email e join account_state s using (account_id)
 where e.modseq > s.log_floor
   and not exists (select 1 from change_log l where l.account_id = e.account_id and l.modseq = e.modseq and l.mailbox_id = e.mailbox_id and l.uid = e.uid)
union all
select 'log below floor or above counter', l.account_id, l.email_id::text, l.modseq::text
  from change_log l join account_state s using (account_id) where l.modseq <= s.log_floor or l.modseq > s.modseq
union all
select 'expunged uid alive', l.account_id, l.email_id::text, format('mailbox %s uid %s', l.mailbox_id, l.uid)
  from change_log l join mailbox_email e using (account_id, mailbox_id, uid) where l.kind in (3, 5)
union all
select 'thread reference to nothing', r.account_id, r.thread_id::text, null
  from thread_ref r where r.thread_id >= (select next_id from account_state s where s.account_id = r.account_id)
union all
select 'blob missing', e.account_id, e.email_id::text, null from email e left join blob b on b.sha256 = e.blob where b.sha256 is null
union all
select 'id allocator', m.account_id, m.mailbox_id::text, 'mailbox_id >= next_id'
  from mailbox m join account_state s using (account_id) where m.mailbox_id >= s.next_id
union all
select 'account without state', a.account_id, a.email, null
  from account a where not exists (select 1 from account_state s where s.account_id = a.account_id);
alter table email drop column purge_after; -- with its index
