-- An account can be put back to an earlier state. The change log holds what memberships were (`old_flags`, `old_keywords`), and an email
-- that left its last mailbox stays until it is purged: only what mailboxes were has to be kept beside it. See docs/adr/putting-back.md.
create table mailbox_past (
  account_id int not null, modseq bigint not null,     -- the change before which the mailbox was as told here
  mailbox_id int not null,
  name text,                                           -- NULL: there was no such mailbox
  parent_id int, role text, subscribed boolean, sort_order int, color text,
  uidnext int, keywords text[],                        -- made again, it gives out no UID twice
  primary key (account_id, modseq, mailbox_id)
);
create table restoration (                             -- each time that an account was put back
  account_id int not null, modseq bigint not null,
  at timestamptz not null default now(),
  actor text not null,
  back_to timestamptz not null,
  result jsonb not null,                               -- what f_put_back told
  primary key (account_id, modseq)
);
-- From when on every state can be made again: as far as the log reaches, and not before these tables.
alter table account_state add column past_from timestamptz not null default now();

-- Called before a change of a mailbox, its creation and its removal.
create function f_note_mailbox(a int, v bigint, box int) returns void language sql as $$
  insert into mailbox_past (account_id, modseq, mailbox_id, name, parent_id, role, subscribed, sort_order, color, uidnext, keywords)
  select a, v, box, m.name, m.parent_id, m.role, m.subscribed, m.sort_order, m.color, m.uidnext, m.keywords
    from (select 1) one left join mailbox m on m.account_id = a and m.mailbox_id = box
  on conflict do nothing -- a second change of the same transaction: what was before the first one counts
$$;

-- The state that an account had at a time: nothing that began later is in it.
create function f_modseq_at(a int, t timestamptz) returns bigint language sql stable as $$
  select coalesce(least((select min(l.modseq) from change_log l where l.account_id = a and l.at > t),
                        (select min(l.modseq) from object_log l where l.account_id = a and l.at > t)) - 1, s.modseq)
    from account_state s where s.account_id = a
$$;

-- What has to be done for the memberships to be as they were at modseq m. `what`: 0 other flags, 1 into a mailbox, 2 out of it.
-- Mail that came since stays unless `new_goes`. Left alone as well, as long as it is anywhere: what was sent since (or it would be sent
-- twice), and what waited then for a time to be sent or to come back that is over.
create function f_past_rows(a int, m bigint, new_goes boolean)
returns table (what int, email_id bigint, mailbox_id int, uid int, flags int, keywords text[]) language sql stable as $$
  with logged as materialized (
    select l.modseq, l.mailbox_id, l.uid, l.email_id, l.kind, l.old_flags, l.old_keywords
      from change_log l where l.account_id = a and l.modseq > m and l.mailbox_id > 0 and l.kind <> 6
  ), first_change as materialized ( -- of each membership: it tells what was before
    select distinct on (l.mailbox_id, l.uid) l.* from logged l order by l.mailbox_id, l.uid, l.modseq
  ), touched as (
    select l.email_id, bool_or(l.kind = 1 and l.old_flags is null) as is_new from logged l group by l.email_id
  ), wanted as materialized (
    select t.email_id
      from touched t
      join lateral (select exists (select from mailbox_email e where e.account_id = a and e.email_id = t.email_id) as placed) p on true
     where exists (select from email x where x.account_id = a and x.email_id = t.email_id)
       and (new_goes or not t.is_new)
       and not (p.placed and exists (
         select from submission s
          where s.account_id = a and s.email_id = t.email_id and s.created_modseq > m and s.undo_status <> 'canceled'))
       and not (p.placed and exists (
         select from first_change f join mailbox b on b.account_id = a and b.mailbox_id = f.mailbox_id
          where f.email_id = t.email_id and f.kind in (2, 3, 5)
            and (b.role = 'scheduled' and not exists (
                   select from submission s where s.account_id = a and s.email_id = t.email_id and s.undo_status = 'pending')
              or b.role = 'snoozed' and not exists (select from snooze z where z.account_id = a and z.email_id = t.email_id))))
  ), is_now as materialized (
    select e.* from wanted w
     cross join lateral (select k.* from mailbox_email k where k.account_id = a and k.email_id = w.email_id offset 0) e
  ), was as materialized (
    select f.email_id, f.mailbox_id, f.uid, f.old_flags as flags, f.old_keywords as keywords
      from first_change f join wanted w on w.email_id = f.email_id where f.kind in (2, 3, 5)
    union all -- unchanged since
    select n.email_id, n.mailbox_id, n.uid, n.flags, n.keywords
      from is_now n left join first_change f on f.mailbox_id = n.mailbox_id and f.uid = n.uid where f.uid is null
  ), rest_was as ( -- a UID once gone does not come back; another one of the same email in the same mailbox does as well
    select w.*, row_number() over (partition by w.email_id, w.mailbox_id order by w.uid) as nth
      from was w left join is_now n on n.mailbox_id = w.mailbox_id and n.uid = w.uid where n.uid is null
  ), rest_now as (
    select n.*, row_number() over (partition by n.email_id, n.mailbox_id order by n.uid) as nth
      from is_now n left join was w on w.mailbox_id = n.mailbox_id and w.uid = n.uid where w.uid is null
  ), plan as (
    select n.email_id, n.mailbox_id, n.uid, w.flags, w.keywords, true as was, true as is, (n.flags, n.keywords) as old
      from was w join is_now n on n.mailbox_id = w.mailbox_id and n.uid = w.uid
    union all
    select coalesce(w.email_id, n.email_id), coalesce(w.mailbox_id, n.mailbox_id), n.uid, w.flags, w.keywords, w.email_id is not null,
           n.email_id is not null, (n.flags, n.keywords)
      from rest_was w full join rest_now n on n.email_id = w.email_id and n.mailbox_id = w.mailbox_id and n.nth = w.nth
  )
  select case when p.was and p.is then 0 when p.was then 1 else 2 end, p.email_id, p.mailbox_id, p.uid, p.flags, p.keywords
    from plan p where not (p.was and p.is) or (p.flags, p.keywords) is distinct from p.old
$$;

-- Puts the account back to the state m, as one change like any other: new UIDs, one modseq, everything logged, so that it can be undone
-- by putting the account back to the state before. Refuses what would exceed the quota. Tells what it did.
create function f_put_back(a int, m bigint, new_goes boolean) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  at_time timestamptz;
  boxes mailbox_past[];      -- what has to change in mailboxes: each as it was
  changed int[];
  missing int[];
  since int[];               -- mailboxes that were not there
  box record;
  n int;
  told_back jsonb;
  told_changed jsonb;
  names jsonb;               -- of those, as they are called now
  told_gone jsonb := '[]';
  places int;
  before mailbox_email[];
  after mailbox_email[];
  fresh mailbox_email[];
  lost mailbox_email[];
  revived bigint[];
  left_over bigint[];
begin
  state := f_lock(a);
  if m < state.log_floor or m > state.modseq then raise exception 'notFound' using errcode = 'PH001'; end if;
  v := state.modseq + 1;
  at_time := clock_timestamp();

  -- Mailboxes first, so that mail finds its place.
  select coalesce(array_agg(x.p), '{}') into boxes
    from (select distinct on (p.mailbox_id) p from mailbox_past p where p.account_id = a and p.modseq > m order by p.mailbox_id, p.modseq) x;
  changed := array(select t.mailbox_id from unnest(boxes) t join mailbox b on b.account_id = a and b.mailbox_id = t.mailbox_id
                    where t.name is not null
                      and (t.name, t.parent_id, t.role, t.subscribed, t.sort_order, t.color)
                          is distinct from (b.name, b.parent_id, b.role, b.subscribed, b.sort_order, b.color));
  missing := array(select t.mailbox_id from unnest(boxes) t
                    where t.name is not null and not exists (select from mailbox b where b.account_id = a and b.mailbox_id = t.mailbox_id));
  since := array(select t.mailbox_id from unnest(boxes) t join mailbox b on b.account_id = a and b.mailbox_id = t.mailbox_id where t.name is null);
  select coalesce(jsonb_agg(jsonb_build_object('id', t.mailbox_id, 'name', t.name) order by t.name), '[]') into told_back
    from unnest(boxes) t where t.mailbox_id = any(missing);
  select coalesce(jsonb_agg(jsonb_build_object('id', t.mailbox_id, 'name', b.name, 'was', t.name) order by t.name), '[]') into told_changed
    from unnest(boxes) t join mailbox b on b.account_id = a and b.mailbox_id = t.mailbox_id where t.mailbox_id = any(changed);

  select jsonb_object_agg(b.mailbox_id, b.name) into names from mailbox b where b.account_id = a and b.mailbox_id = any(since);

  perform f_note_mailbox(a, v, x) from unnest(changed || missing) x;
  update mailbox set name = chr(1) || mailbox_id, role = null where account_id = a and mailbox_id = any(changed); -- two may change names
  for box in select b.mailbox_id, b.name, b.parent_id, b.role from mailbox b
              where b.account_id = a and b.mailbox_id = any(since)
                and exists (select from unnest(boxes) t
                             where t.mailbox_id = any(changed || missing)
                               and (t.role = b.role or t.name = b.name and coalesce(t.parent_id, 0) = coalesce(b.parent_id, 0)))
              order by b.mailbox_id
  loop -- one made since stands in the way: it gives up the role, and goes by another name
    perform f_note_mailbox(a, v, box.mailbox_id);
    n := 1;
    while exists (select from unnest(boxes) t
                   where t.mailbox_id = any(changed || missing) and coalesce(t.parent_id, 0) = coalesce(box.parent_id, 0)
                     and t.name = box.name || case when n = 1 then '' else format(' (%s)', n) end)
       or exists (select from mailbox b
                   where b.account_id = a and b.mailbox_id <> box.mailbox_id and coalesce(b.parent_id, 0) = coalesce(box.parent_id, 0)
                     and b.name = box.name || case when n = 1 then '' else format(' (%s)', n) end)
    loop n := n + 1; end loop;
    update mailbox b
       set name = box.name || case when n = 1 then '' else format(' (%s)', n) end, props_modseq = v,
           role = case when exists (select from unnest(boxes) t where t.mailbox_id = any(changed || missing) and t.role = box.role)
                       then null else box.role end
     where b.account_id = a and b.mailbox_id = box.mailbox_id;
    insert into object_log (account_id, modseq, type, object_id, kind) values (a, v, 1, box.mailbox_id, 2);
  end loop;
  for box in select t.* from unnest(boxes) t where t.mailbox_id = any(missing) order by t.mailbox_id loop
    update account_state s set uidvalidity = greatest(s.uidvalidity + 1, extract(epoch from at_time)::int)
     where s.account_id = a returning s.uidvalidity into n;
    insert into mailbox (account_id, mailbox_id, parent_id, name, role, subscribed, sort_order, color, uidvalidity, uidnext, recent_uid,
                         keywords, created_modseq, props_modseq, modseq)
    select a, box.mailbox_id, box.parent_id, box.name, box.role, box.subscribed, box.sort_order, box.color, n, p.uidnext, p.uidnext - 1,
           p.keywords, v, v, v
      from mailbox_past p
     where p.account_id = a and p.mailbox_id = box.mailbox_id and p.name is not null order by p.modseq desc limit 1;
    insert into object_log (account_id, modseq, type, object_id, kind) values (a, v, 1, box.mailbox_id, 1);
  end loop;
  update mailbox b
     set name = t.name, parent_id = t.parent_id, role = t.role, subscribed = t.subscribed, sort_order = t.sort_order, color = t.color,
         props_modseq = v
    from unnest(boxes) t
   where t.mailbox_id = any(changed) and b.account_id = a and b.mailbox_id = t.mailbox_id;
  insert into object_log (account_id, modseq, type, object_id, kind) select a, v, 1, x, 2 from unnest(changed) x;

  with plan as materialized (select * from f_past_rows(a, m, new_goes)),
  held as materialized ( -- the rows as they are, for those that stay and those that go
    select p.what, p.flags, p.keywords, e as row_now
      from plan p
      cross join lateral (select k from mailbox_email k
                           where k.account_id = a and k.mailbox_id = p.mailbox_id and k.uid = p.uid offset 0) x(e)
     where p.what in (0, 2)
  ), entering as materialized (
    select p.email_id, p.mailbox_id, p.flags, p.keywords, x.thread_id, x.received_at, x.size, x.purge_after,
           row_number() over (partition by p.mailbox_id order by x.received_at, p.email_id) as nth
      from plan p join email x on x.account_id = a and x.email_id = p.email_id
     where p.what = 1
  )
  select (select coalesce(array_agg(row_now), '{}') from held where what = 0),
         (select coalesce(array_agg(row((row_now).email_id, (row_now).thread_id, v, (row_now).created_modseq, (row_now).received_at,
                    (row_now).saved_at, a, (row_now).mailbox_id, (row_now).uid, flags, (row_now).size, keywords)::mailbox_email), '{}')
            from held where what = 0),
         (select coalesce(array_agg(row(e.email_id, e.thread_id, v, v, e.received_at, at_time, a, e.mailbox_id, (b.uidnext + e.nth - 1)::int,
                    e.flags, e.size, e.keywords)::mailbox_email), '{}')
            from entering e join mailbox b on b.account_id = a and b.mailbox_id = e.mailbox_id),
         (select coalesce(array_agg(row_now), '{}') from held where what = 2),
         (select coalesce(array_agg(distinct e.email_id), '{}') from entering e where e.purge_after is not null),
         (select count(*) from entering)
    into before, after, fresh, lost, revived, places;
  if places <> cardinality(fresh) then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;

  update mailbox_email e set flags = r.flags, keywords = r.keywords, modseq = v
    from unnest(after) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
  insert into mailbox_email select r.* from unnest(fresh) r;
  update email set purge_after = null where account_id = a and email_id = any(revived);
  insert into index_job (account_id, email_id) select a, x from unnest(revived) x on conflict do nothing;
  update account_state s set used_bytes = s.used_bytes + x.bytes, used_msgs = s.used_msgs + x.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n from email where account_id = a and email_id = any(revived)) x
   where s.account_id = a;
  -- Kind 1 with old flags: it was gone and is there again, which is not the arrival of new mail.
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
  select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, 2, r.flags, r.keywords from unnest(before) r
  union all
  select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id, case when k.back then 1 else 4 end, case when k.back then r.flags end, null
    from unnest(fresh) r cross join lateral (select r.email_id = any(revived) as back) k;
  update mailbox b
     set uidnext = b.uidnext + x.entered,
         keywords = case when x.kw is null or x.kw <@ b.keywords then b.keywords else f_keywords(b.keywords || x.kw) end
    from (select r.mailbox_id, (count(distinct r.uid) filter (where r.created_modseq = v))::int as entered,
                 array_agg(distinct k) filter (where k is not null) as kw
            from unnest(after || fresh) r left join lateral unnest(r.keywords) k on true group by r.mailbox_id) x
   where b.account_id = a and b.mailbox_id = x.mailbox_id;
  if cardinality(after) + cardinality(fresh) > 0 then perform f_count(a, v, before, after || fresh, cardinality(fresh) > 0); end if;
  if cardinality(lost) > 0 then perform f_remove_rows(a, v, lost); end if;
  insert into snooze (account_id, email_id, wake_at, taken_from) -- its time is over: it comes back to the inbox at once
  select distinct a, r.email_id, at_time, '{}'::int[]
    from unnest(fresh) r join mailbox b on b.account_id = a and b.mailbox_id = r.mailbox_id and b.role = 'snoozed'
  on conflict do nothing;
  if exists (select from account_state s join account c using (account_id)
              where s.account_id = a and s.used_bytes > c.quota_bytes and s.used_bytes > state.used_bytes)
  then raise exception 'overQuota' using errcode = 'PH001'; end if;

  -- A mailbox made since stays only when it holds something, or a mailbox that does.
  loop
    select b.mailbox_id into box from mailbox b
     where b.account_id = a and b.mailbox_id = any(since) and b.total = 0
       and not exists (select from mailbox c where c.account_id = a and c.parent_id = b.mailbox_id)
     limit 1;
    exit when not found;
    perform f_note_mailbox(a, v, box.mailbox_id);
    delete from import_seen where account_id = a and mailbox_id = box.mailbox_id;
    delete from mailbox where account_id = a and mailbox_id = box.mailbox_id;
    insert into object_log as o (account_id, modseq, type, object_id, kind) values (a, v, 1, box.mailbox_id, 3)
    on conflict (account_id, modseq, type, object_id) do update set kind = 3;
    told_gone := told_gone || jsonb_build_object('id', box.mailbox_id, 'name', names->>box.mailbox_id::text);
  end loop;

  if cardinality(before) + cardinality(fresh) + cardinality(lost) + cardinality(changed) + cardinality(missing) > 0
     or told_gone <> '[]' then
    perform f_next_modseq(a);
  else
    v := state.modseq;
  end if;
  left_over := array(select distinct r.email_id from unnest(lost) r
                      where not exists (select from mailbox_email e where e.account_id = a and e.email_id = r.email_id));
  return (
    with moved as (
      select distinct email_id from (select r.email_id from unnest(fresh) r union all select r.email_id from unnest(lost) r) x
       where email_id <> all(revived) and email_id <> all(left_over)
    )
    select jsonb_build_object(
      'modseq', v, 'before', state.modseq,
      'back', cardinality(revived), 'moved', (select count(*) from moved), 'gone', cardinality(left_over),
      'flagged', (select count(distinct r.email_id) from unnest(before) r
                   where r.email_id <> all(revived) and r.email_id not in (select email_id from moved)),
      'kept', (select count(distinct l.email_id) from change_log l
                where l.account_id = a and l.modseq > m and l.modseq <= state.modseq and l.kind = 1 and l.old_flags is null
                  and exists (select from mailbox_email e where e.account_id = a and e.email_id = l.email_id)),
      'bytes', (select s.used_bytes - state.used_bytes from account_state s where s.account_id = a),
      'foldersBack', told_back, 'foldersChanged', told_changed, 'foldersGone', told_gone,
      'folders', (select coalesce(jsonb_agg(jsonb_build_object('id', t.mailbox_id, 'name', t.name, 'in', t.c, 'out', t.g) order by t.name), '[]')
                    from (select x.mailbox_id, coalesce(b.name, '') as name, sum(x.c) as c, sum(x.g) as g
                            from (select r.mailbox_id, 1 as c, 0 as g from unnest(fresh) r
                                  union all
                                  select r.mailbox_id, 0, 1 from unnest(lost) r) x
                            join mailbox b on b.account_id = a and b.mailbox_id = x.mailbox_id
                           group by x.mailbox_id, b.name) t)));
end $$;
