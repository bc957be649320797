-- Changes of thousands at once: one change may be for many emails ("archive all" is one), rows are taken by their place once they were
-- read, and the newest of a conversation is looked up only where the newest has left. See writes/update-emails.ts for the shape.
create or replace function f_count(a int, v bigint, before mailbox_email[], after mailbox_email[], may_double boolean) returns void
language plpgsql as $$
begin
  -- thread_mailbox, and from its old and new values the thread counters of the mailboxes
  with d as (
    select mailbox_id, thread_id, email_id, 1 as s, flags, received_at from unnest(after)
    union all
    select mailbox_id, thread_id, email_id, -1, flags, received_at from unnest(before)
  ), by_email as ( -- n: 0 when flags alone changed
    select mailbox_id, thread_id, email_id, sum(s)::int as n, sum(s * (flags & 1 = 0)::int)::int as u, max(received_at) as received_at
      from d group by mailbox_id, thread_id, email_id
  ), delta as (
    select mailbox_id, thread_id, sum(n)::int as n, sum(u)::int as u,
           max(received_at) filter (where n > 0) as came_at,
           (array_agg(email_id order by received_at desc, email_id desc) filter (where n > 0))[1] as came,
           array_agg(email_id) filter (where n < 0) as went
      from by_email group by mailbox_id, thread_id
  ), now_is as materialized (
    select x.mailbox_id, x.thread_id, coalesce(t.n, 0) as n0, coalesce(t.unseen, 0) as u0,
           coalesce(t.n, 0) + x.n as n1, coalesce(t.unseen, 0) + x.u as u1,
           case when t.n is null or (x.came_at, x.came) > (t.latest_at, t.latest_email) then x.came_at else t.latest_at end as latest_at,
           case when t.n is null or (x.came_at, x.came) > (t.latest_at, t.latest_email) then x.came else t.latest_email end as latest_email,
           t.latest_email = any(x.went) and t.n + x.n > 0 as is_unknown, t.at as place
      from delta x
      left join lateral (
        select k.n, k.unseen, k.latest_at, k.latest_email, k.ctid as at from thread_mailbox k
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
     where w.is_unknown
  ), gone as (
    delete from thread_mailbox where ctid = any(array(select place from now_is where n1 = 0 and place is not null))
  ), put as (
    insert into thread_mailbox as t (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
    select a, mailbox_id, thread_id, latest_at, latest_email, n1, u1 from now_is where n1 > 0 and is_unknown is not true
    union all
    select a, w.mailbox_id, w.thread_id, x.received_at, x.email_id, w.n1, w.u1 from newest x join now_is w using (mailbox_id, thread_id)
    on conflict (account_id, mailbox_id, thread_id) do update
      set latest_at = excluded.latest_at, latest_email = excluded.latest_email, n = excluded.n, unseen = excluded.unseen
      where (t.latest_at, t.latest_email, t.n, t.unseen)
        is distinct from (excluded.latest_at, excluded.latest_email, excluded.n, excluded.unseen)
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

-- No email comes twice in `updates`.
create or replace function f_update_emails(a int, updates jsonb, if_state bigint) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  at_time timestamptz;
  refused jsonb;
  before mailbox_email[]; -- flags and keywords change
  after mailbox_email[];
  fresh mailbox_email[];
  lost mailbox_email[];
  places tid[];           -- of `lost`; nobody moves them while the account is locked
begin
  state := f_lock(a);
  if if_state is not null and if_state <> state.modseq then raise exception 'stateMismatch' using errcode = 'PH001'; end if;
  v := state.modseq + 1;
  at_time := clock_timestamp();

  with g as materialized ( -- each change once
    select t."emailIds" as emails, t."setBoxes" as set_boxes, coalesce(t."removeBoxes", '{}') as remove_boxes,
           t."keepIn" as keep_in, coalesce(t."orStay", false) as or_stay,
           array(select w from unnest(coalesce(t."setBoxes", t."addBoxes")) w where w <> all(coalesce(t."removeBoxes", '{}')) group by w) as boxes,
           t."setFlags" as set_flags, coalesce(t."addFlags", 0) as add_flags, coalesce(t."removeFlags", 0) as remove_flags,
           f_keywords(t."setKeywords") as set_kw, t."addKeywords" as add_kw, t."removeKeywords" as remove_kw,
           exists (select 1 from unnest(coalesce(t."setBoxes", t."addBoxes")) w
                    where not exists (select 1 from mailbox b where b.account_id = a and b.mailbox_id = w)) as is_nowhere,
           not exists (select 1 from mailbox b where b.account_id = a and b.mailbox_id = t."keepIn") as is_keep_gone
      from jsonb_to_recordset(updates) as t("emailIds" bigint[], "setBoxes" int[], "addBoxes" int[], "removeBoxes" int[], "keepIn" int,
             "orStay" boolean, "setFlags" int, "addFlags" int, "removeFlags" int,
             "setKeywords" text[], "addKeywords" text[], "removeKeywords" text[])
  ), u as materialized (
    select row_number() over () as nth, k.email, g.set_boxes, g.remove_boxes, g.boxes, g.keep_in, g.or_stay, g.is_nowhere, g.is_keep_gone,
           g.set_flags, g.add_flags, g.remove_flags, g.set_kw, g.add_kw, g.remove_kw
      from g cross join lateral unnest(g.emails) as k(email)
  ), h as materialized ( -- the memberships as they are
    select u.nth, m.row_now, m.place, m.mailbox_id, m.flags & ~8 as flags, m.keywords,
           case when u.set_boxes is null then m.mailbox_id <> all(u.remove_boxes) else m.mailbox_id = any(u.boxes) end as stays
      from u
      cross join lateral (
        select e as row_now, e.ctid as place, e.mailbox_id, e.flags, e.keywords
          from mailbox_email e where e.account_id = a and e.email_id = u.email offset 0) m
  ), judged as materialized ( -- what is to be: flags and keywords are shared by all memberships of an email
    select u.nth, u.email, u.boxes, x.have, x.sample, x.is_left or cardinality(u.boxes) > 0 as is_left, u.keep_in, u.or_stay,
           case when u.set_flags is not null then u.set_flags else (x.flags | u.add_flags) & ~u.remove_flags end & ~8 as fl,
           case when u.set_flags is not null then u.set_kw
                when u.add_kw is null and (u.remove_kw is null or x.keywords is null) then x.keywords
                else f_keywords(array(select unnest(x.keywords || u.add_kw) except select unnest(u.remove_kw))) end as kw,
           case when x.have is null then 'noSuchEmail'
                when not (x.is_left or cardinality(u.boxes) > 0 or u.keep_in is not null or u.or_stay) then 'notAllowed'
                when u.is_nowhere or not (x.is_left or cardinality(u.boxes) > 0 or u.or_stay) and u.is_keep_gone then 'noSuchMailbox' end as reason
      from u
      left join (
        select nth, array_agg(mailbox_id) as have, bool_or(stays) as is_left, max(flags) as flags, max(keywords) as keywords,
               (array_agg(row_now))[1] as sample
          from h group by nth) x using (nth)
  ), rows_held as materialized ( -- what would be left nowhere stays where it is, or goes to (or stays in) `keepIn`
    select h.row_now, h.place, h.flags, h.keywords, j.fl, j.kw,
           h.stays or not j.is_left and coalesce(h.mailbox_id = j.keep_in, true) as stays
      from h join judged j using (nth) where j.reason is null
  ), flagged as materialized (
    select row_now, fl, kw from rows_held where stays and (flags, keywords) is distinct from (fl, kw)
  ), entering as (
    select j.sample, w as box, j.fl, j.kw, row_number() over (partition by w order by j.nth) as nth
      from judged j
      cross join lateral unnest(case when j.is_left then j.boxes else array_remove(array[j.keep_in], null) end) w
     where j.reason is null and w <> all(j.have)
  )
  select (select coalesce(jsonb_agg(jsonb_build_object('emailId', email, 'reason', reason) order by nth), '[]') from judged where reason is not null),
         (select coalesce(array_agg(row_now), '{}') from flagged),
         (select coalesce(array_agg(row((row_now).email_id, (row_now).thread_id, v, (row_now).created_modseq, (row_now).received_at,
                    (row_now).saved_at, a, (row_now).mailbox_id, (row_now).uid, fl | ((row_now).flags & 8), (row_now).size, kw)::mailbox_email),
                    '{}') from flagged),
         (select coalesce(array_agg(row((sample).email_id, (sample).thread_id, v, v, (sample).received_at, at_time, a, box,
                    (b.uidnext + nth - 1)::int, fl, (sample).size, kw)::mailbox_email), '{}')
            from entering join mailbox b on b.account_id = a and b.mailbox_id = box),
         x.lost, x.places
    into refused, before, after, fresh, lost, places
    from (select coalesce(array_agg(row_now), '{}') as lost, coalesce(array_agg(place), '{}') as places from rows_held where not stays) x;

  if cardinality(before) + cardinality(fresh) + cardinality(lost) > 0 then
    perform f_next_modseq(a);
    if cardinality(before) > 0 then
      update mailbox_email e set flags = r.flags, keywords = r.keywords, modseq = v
        from unnest(after) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
    end if;
    delete from mailbox_email where ctid = any(array(select unnest(places))); -- not `any(places)`: its length makes the planner read the table
    insert into mailbox_email select r.* from unnest(fresh) r;
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 2, r.flags, r.keywords from unnest(before) r
    union all
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 4, null, null from unnest(fresh) r
    union all
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 3, r.flags, r.keywords from unnest(lost) r;
    update mailbox b set uidnext = b.uidnext + x.entered
      from (select r.mailbox_id, count(*)::int as entered from unnest(fresh) r group by r.mailbox_id) x
     where b.account_id = a and b.mailbox_id = x.mailbox_id;
    update mailbox b set keywords = f_keywords(b.keywords || x.kw)
      from (select r.mailbox_id, array_agg(distinct k) as kw from unnest(after || fresh) r cross join lateral unnest(r.keywords) k
             where r.keywords is not null group by r.mailbox_id) x
     where b.account_id = a and b.mailbox_id = x.mailbox_id and not x.kw <@ b.keywords;
    perform f_count(a, v, before || lost, after || fresh, false);
    -- An email enters only where it was not, and leaves with all its memberships: the second ones were doubles.
    update mailbox b set doubles = b.doubles - x.n
      from (select r.mailbox_id, (count(*) - count(distinct r.email_id))::int as n from unnest(lost) r group by r.mailbox_id) x
     where b.account_id = a and b.mailbox_id = x.mailbox_id and x.n > 0;
  end if;
  return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'refused', refused);
end $$;

-- One batch of a bulk change (bulk/run-bulk.ts), forward or back, with the note of how it is taken back: all of it or nothing, in one
-- transaction. `left` is false when there was none any more: the change is then over.
create function f_bulk_batch(a int, p_bulk bigint, p_lease int) returns jsonb language plpgsql as $$
declare
  b bulk_change;
  t bulk_batch;
  c jsonb;      -- the patch
  back jsonb;
  alone bigint[];
  is_undo boolean;
begin
  perform f_lock(a);
  select * into b from bulk_change where bulk_id = p_bulk and account_id = a and state in ('running', 'undoing');
  is_undo := b.state = 'undoing';
  select * into t from bulk_batch where bulk_id = b.bulk_id and applied = is_undo
   order by case when is_undo then -n else n end limit 1;
  if t.bulk_id is null then
    update bulk_change set state = case when is_undo then 'undone' else 'done' end where bulk_id = b.bulk_id;
    return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'left', false);
  end if;

  if is_undo then
    perform f_update_emails(a, t.before, null);
  elsif b.change ? 'destroyFrom' then
    with x as (
      select e.email_id, min(e.mailbox_id) = max(e.mailbox_id) as is_alone
        from unnest(t.email_ids) k cross join lateral (
          select m.email_id, m.mailbox_id from mailbox_email m where m.account_id = a and m.email_id = k offset 0) e
       group by e.email_id having bool_or(e.mailbox_id = (b.change->>'destroyFrom')::int)
    )
    select array_agg(email_id) filter (where is_alone), to_jsonb(array_agg(email_id) filter (where not is_alone)) into alone, c from x;
    if alone is not null then perform f_destroy_emails(a, alone, null); end if;
    if c is not null then
      perform f_update_emails(a, jsonb_build_array(jsonb_build_object('emailIds', c, 'removeBoxes', jsonb_build_array(b.change->'destroyFrom'))), null);
    end if;
  else
    c := jsonb_strip_nulls(jsonb_build_object(
      'addBoxes', b.change->'patch'->'addMailboxes', 'removeBoxes', b.change->'patch'->'removeMailboxes',
      'addFlags', b.change->'patch'->'addKeywords'->'flags', 'addKeywords', b.change->'patch'->'addKeywords'->'keywords',
      'removeFlags', b.change->'patch'->'removeKeywords'->'flags', 'removeKeywords', b.change->'patch'->'removeKeywords'->'keywords',
      'keepIn', b.change->'keepIn', 'orStay', true));
    back := f_reverse(a, t.email_ids, c);
    perform f_update_emails(a, jsonb_build_array(c || jsonb_build_object('emailIds', t.email_ids)), null);
  end if;
  update bulk_batch set applied = not is_undo, before = coalesce(back, before) where bulk_id = t.bulk_id and n = t.n;
  update bulk_change
     set done = done + cardinality(t.email_ids) * case when is_undo then -1 else 1 end, lease_until = now() + make_interval(secs => p_lease)
   where bulk_id = t.bulk_id;
  return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'left', true);
end $$;

-- What takes a patch of these emails back, as updates of f_update_emails: only what the patch will touch goes back to what it is now, so
-- that what a person does in between stays done. Emails that are alike are one update.
create function f_reverse(a int, emails bigint[], patch jsonb) returns jsonb language plpgsql as $$
declare
  p_add int[] := array(select jsonb_array_elements_text(patch->'addBoxes')::int);
  p_remove int[] := array(select jsonb_array_elements_text(patch->'removeBoxes')::int);
  keep int := (patch->>'keepIn')::int;
  add_f int := coalesce((patch->>'addFlags')::int, 0);
  remove_f int := coalesce((patch->>'removeFlags')::int, 0);
  add_k text[] := array(select jsonb_array_elements_text(patch->'addKeywords'));
  remove_k text[] := array(select jsonb_array_elements_text(patch->'removeKeywords'));
begin
  return (
    with now_is as (
      select e.email_id, array_agg(distinct e.mailbox_id) as have, max(e.flags) & (add_f | remove_f) as flags,
             case when cardinality(add_k || remove_k) > 0 then max(e.keywords) end as keywords
        from unnest(emails) k
        cross join lateral (
          select m.email_id, m.mailbox_id, m.flags, m.keywords from mailbox_email m where m.account_id = a and m.email_id = k offset 0) e
       group by e.email_id
    ), alike as (
      select have, flags, keywords, to_jsonb(array_agg(email_id)) as ids from now_is group by have, flags, keywords
    ), meant as ( -- as f_update_emails will have it for what would be left nowhere
      select x.*, is_left,
             case when is_left then p_add else array_remove(array[keep], null) end as adds,
             case when is_left then p_remove when keep is null then '{}' else array_remove(p_remove, keep) end as removes
        from (select *, cardinality(p_add) > 0 or not have <@ p_remove as is_left from alike) x
    )
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('emailIds', ids,
             'addBoxes', array(select unnest(removes) intersect select unnest(have)),
             'removeBoxes', array(select unnest(adds) except select unnest(have)),
             'addFlags', remove_f & flags, 'removeFlags', add_f & ~flags,
             'addKeywords', nullif(array(select unnest(remove_k) intersect select unnest(keywords)), '{}'),
             'removeKeywords', nullif(array(select unnest(add_k) except select unnest(keywords)), '{}')))), '[]')
      from meant);
end $$;

-- Notes of the former kind, of changes that are over, are of no use any more: those changes stay as they are.
delete from bulk_change where state not in ('running', 'undoing');
update bulk_batch set before = '[]' where before is not null;

-- An email that left its last mailbox: out of the quota, kept until purge_after so that an account can be put back in time. Its row is
-- written once, and its text stays until the purge (no search finds what is in no mailbox): to delete it here was a third of the time.
create or replace function f_bury(a int, emails bigint[]) returns void language plpgsql as $$
declare
  gone bigint[];
begin
  gone := array(select distinct e from unnest(emails) e
                  left join lateral (select true as there from mailbox_email m where m.account_id = a and m.email_id = e limit 1) k on true
                 where k.there is null);
  if cardinality(gone) = 0 then return; end if;
  with x as (
    update email set purge_after = now() + interval '14 days' where account_id = a and email_id = any(gone) and purge_after is null
    returning size
  )
  update account_state s set used_bytes = used_bytes - y.bytes, used_msgs = used_msgs - y.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n from x) y
   where s.account_id = a;
  delete from index_job where account_id = a and email_id = any(gone);
end $$;

create or replace function f_destroy_emails(a int, emails bigint[], if_state bigint) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  rows mailbox_email[];
begin
  state := f_lock(a);
  if if_state is not null and if_state <> state.modseq then raise exception 'stateMismatch' using errcode = 'PH001'; end if;
  select array_agg(m.e) into rows -- one look-up each, as in f_count
    from (select distinct k from unnest(emails) k) x
    cross join lateral (select e from mailbox_email e where e.account_id = a and e.email_id = x.k offset 0) m;
  if rows is null then return jsonb_build_object('modseq', state.modseq, 'destroyed', '[]'::jsonb); end if;
  v := f_next_modseq(a);
  perform f_remove_rows(a, v, rows);
  return jsonb_build_object('modseq', v, 'destroyed', (select jsonb_agg(distinct r.email_id) from unnest(rows) r));
end $$;
