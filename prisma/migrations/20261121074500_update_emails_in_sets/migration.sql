-- JMAP Email/set update as sets: all counters are set once, where each email of thousands had its own f_count (1.3 ms an email).
-- No email comes twice in `updates`. See writes/update-emails.ts for the shape of an update.
create or replace function f_update_emails(a int, updates jsonb, if_state bigint) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  at_time timestamptz;
  refused jsonb;
  before mailbox_email[];
  after mailbox_email[];
  fresh mailbox_email[];
  lost mailbox_email[];
begin
  state := f_lock(a);
  if if_state is not null and if_state <> state.modseq then raise exception 'stateMismatch' using errcode = 'PH001'; end if;
  v := state.modseq + 1;
  at_time := clock_timestamp();

  with u as materialized (
    select t.*, h.held, h.have
      from rows from (jsonb_to_recordset(updates) as ("emailId" bigint, "setBoxes" int[], "addBoxes" int[], "removeBoxes" int[],
             "setFlags" int, "addFlags" int, "removeFlags" int, "setKeywords" text[], "addKeywords" text[], "removeKeywords" text[]))
           with ordinality as t(email, set_boxes, add_boxes, remove_boxes, set_flags, add_flags, remove_flags, set_kw, add_kw, remove_kw, ord)
      left join lateral (
        select array_agg(e order by e.mailbox_id, e.uid) as held, array_agg(distinct e.mailbox_id) as have
          from mailbox_email e where e.account_id = a and e.email_id = t.email) h on true
  ), resolved as materialized ( -- what is to be: the mailboxes, and the flags and keywords, which all memberships share
    select u.email, u.ord, u.held, u.have,
           case when u.set_boxes is not null then array(select distinct x from unnest(u.set_boxes) x)
                when u.add_boxes is null and u.remove_boxes is null then u.have
                else array(select unnest(u.have || u.add_boxes) except select unnest(u.remove_boxes)) end as wanted,
           case when u.set_flags is not null then u.set_flags
                else (u.held[1].flags | coalesce(u.add_flags, 0)) & ~coalesce(u.remove_flags, 0) end & ~8 as fl,
           case when u.set_flags is not null then f_keywords(u.set_kw)
                when u.add_kw is null and u.remove_kw is null then u.held[1].keywords
                else f_keywords(array(select unnest(u.held[1].keywords || u.add_kw) except select unnest(u.remove_kw))) end as kw
      from u
  ), judged as materialized (
    select r.*,
           case when r.held is null then 'noSuchEmail'
                when cardinality(r.wanted) = 0 then 'notAllowed'
                when exists (select 1 from unnest(r.wanted) w
                              where not exists (select 1 from mailbox b where b.account_id = a and b.mailbox_id = w)) then 'noSuchMailbox'
           end as reason
      from resolved r
  ), rows_held as (
    select h as row_now, h.mailbox_id = any(j.wanted) as stays, j.fl, j.kw
      from judged j cross join lateral unnest(j.held) h where j.reason is null
  ), flagged as materialized (
    select row_now, fl, kw from rows_held where stays and ((row_now).flags & ~8, (row_now).keywords) is distinct from (fl, kw)
  ), entering as (
    select j.held[1] as row_now, w as box, j.fl, j.kw, row_number() over (partition by w order by j.ord) as nth
      from judged j cross join lateral unnest(j.wanted) w where j.reason is null and w <> all(j.have)
  )
  select (select coalesce(jsonb_agg(jsonb_build_object('emailId', email, 'reason', reason) order by ord), '[]') from judged where reason is not null),
         (select coalesce(array_agg(row_now), '{}') from flagged),
         (select coalesce(array_agg(row((row_now).email_id, (row_now).thread_id, v, (row_now).created_modseq, (row_now).received_at,
                    (row_now).saved_at, a, (row_now).mailbox_id, (row_now).uid, fl | ((row_now).flags & 8), (row_now).size, kw)::mailbox_email),
                    '{}') from flagged),
         (select coalesce(array_agg(row((row_now).email_id, (row_now).thread_id, v, v, (row_now).received_at, at_time, a, box,
                    (b.uidnext + nth - 1)::int, fl, (row_now).size, kw)::mailbox_email), '{}')
            from entering join mailbox b on b.account_id = a and b.mailbox_id = box),
         (select coalesce(array_agg(row_now), '{}') from rows_held where not stays)
    into refused, before, after, fresh, lost;

  if cardinality(before) + cardinality(fresh) + cardinality(lost) > 0 then
    perform f_next_modseq(a);
    update mailbox_email e set flags = r.flags, keywords = r.keywords, modseq = v
      from unnest(after) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
    insert into mailbox_email select r.* from unnest(fresh) r;
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 2, r.flags, r.keywords from unnest(before) r
    union all
    select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 4, null, null from unnest(fresh) r;
    update mailbox b
       set uidnext = b.uidnext + x.entered,
           keywords = case when x.kw is null or x.kw <@ b.keywords then b.keywords else f_keywords(b.keywords || x.kw) end
      from (select r.mailbox_id, (count(distinct r.uid) filter (where r.created_modseq = v))::int as entered,
                   array_agg(distinct k) filter (where k is not null) as kw
              from unnest(after || fresh) r left join lateral unnest(r.keywords) k on true group by r.mailbox_id) x
     where b.account_id = a and b.mailbox_id = x.mailbox_id;
    if cardinality(after) + cardinality(fresh) > 0 then perform f_count(a, v, before, after || fresh, cardinality(fresh) > 0); end if;
    if cardinality(lost) > 0 then perform f_remove_rows(a, v, lost); end if;
  end if;
  return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'refused', refused);
end $$;
