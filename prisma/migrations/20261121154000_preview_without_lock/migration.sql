-- A preview of putting back computes what would be told, from one snapshot and without a lock: deliveries go on while an administrator
-- looks. It was the change itself, rolled back; that both say the same, server/store/past/put-back.test.ts holds at every step.

-- As before, and for the preview with the roles of mailboxes as they would be: {"mailbox": "role"}.
drop function f_past_rows(int, bigint, boolean);
create function f_past_rows(a int, m bigint, new_goes boolean, roles jsonb default null)
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
         select from first_change f
          cross join lateral (
            select case when roles is null then (select k.role from mailbox k where k.account_id = a and k.mailbox_id = f.mailbox_id)
                   else roles->>f.mailbox_id::text end as role) b
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

-- What f_put_back would tell, by the same steps.
create function f_preview_put_back(a int, m bigint, new_goes boolean) returns jsonb language plpgsql stable as $$
declare
  state account_state;
  boxes mailbox_past[];      -- what would have to change in mailboxes: each as it was
  changed int[];
  missing int[];
  since int[];               -- mailboxes that were not there
  live jsonb;                -- mailboxes as they would be: {"id": {"name", "parent", "role", "total"}}
  box record;
  n int;
  candidate text;
  told_back jsonb;
  told_changed jsonb;
  names jsonb;
  told_gone jsonb := '[]';
  stray boolean;
  told jsonb;
  counts jsonb;              -- {"id": {"in", "out"}}
  does boolean;
begin
  select s.* into state from account_state s where s.account_id = a;
  if not found or m < state.log_floor or m > state.modseq then raise exception 'notFound' using errcode = 'PH001'; end if;

  -- Mailboxes first, as there.
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
  select coalesce(jsonb_object_agg(b.mailbox_id, jsonb_build_object(
           'name', case when b.mailbox_id = any(changed) then chr(1) || b.mailbox_id else b.name end,
           'parent', coalesce(b.parent_id, 0), 'role', case when b.mailbox_id = any(changed) then null else b.role end, 'total', b.total)), '{}')
    into live from mailbox b where b.account_id = a;

  for box in select l.key as id, l.value->>'name' as name, l.value->>'parent' as parent, l.value->>'role' as role from jsonb_each(live) l
              where l.key::int = any(since)
                and exists (select from unnest(boxes) t
                             where t.mailbox_id = any(changed || missing)
                               and (t.role = l.value->>'role'
                                    or t.name = l.value->>'name' and coalesce(t.parent_id, 0) = (l.value->>'parent')::int))
              order by l.key::int
  loop -- one made since stands in the way
    n := 1;
    loop
      candidate := box.name || case when n = 1 then '' else format(' (%s)', n) end;
      exit when not exists (select from unnest(boxes) t
                             where t.mailbox_id = any(changed || missing) and coalesce(t.parent_id, 0) = box.parent::int and t.name = candidate)
            and not exists (select from jsonb_each(live) l
                             where l.key <> box.id and l.value->>'parent' = box.parent and l.value->>'name' = candidate);
      n := n + 1;
    end loop;
    live := jsonb_set(live, array[box.id], (live->box.id) || jsonb_build_object('name', candidate, 'role',
      case when exists (select from unnest(boxes) t where t.mailbox_id = any(changed || missing) and t.role = box.role) then null else box.role end));
  end loop;
  for box in select t.* from unnest(boxes) t where t.mailbox_id = any(changed || missing) loop
    live := live || jsonb_build_object(box.mailbox_id, jsonb_build_object('name', box.name, 'parent', coalesce(box.parent_id, 0),
      'role', box.role, 'total', coalesce((live->box.mailbox_id::text->>'total')::int, 0)));
  end loop;

  with plan as materialized (
    select * from f_past_rows(a, m, new_goes, (select coalesce(jsonb_object_agg(l.key, l.value->'role'), '{}') from jsonb_each(live) l))
  ), entering as materialized (
    select p.email_id, p.mailbox_id, x.size,
           exists (select from buried k where k.account_id = a and k.email_id = p.email_id) as revived
      from plan p join email x on x.account_id = a and x.email_id = p.email_id where p.what = 1
  ), lost as materialized (
    select p.email_id, p.mailbox_id from plan p where p.what = 2
  ), revived as materialized (
    select distinct e.email_id, e.size from entering e where e.revived
  ), left_over as materialized ( -- leaves all of its mailboxes
    select l.email_id, x.size
      from (select email_id, count(*) as n from lost group by 1) l
      join email x on x.account_id = a and x.email_id = l.email_id
     where l.email_id not in (select email_id from entering)
       and l.n = (select count(*) from mailbox_email k where k.account_id = a and k.email_id = l.email_id)
  ), moved as materialized (
    select email_id from (select email_id from entering union select email_id from lost) x
     where email_id not in (select email_id from revived) and email_id not in (select email_id from left_over)
  )
  select exists (select from entering e where not live ? e.mailbox_id::text),
         jsonb_build_object(
           'back', (select count(*) from revived), 'moved', (select count(*) from moved), 'gone', (select count(*) from left_over),
           'flagged', (select count(distinct p.email_id) from plan p
                        where p.what = 0 and p.email_id not in (select email_id from revived) and p.email_id not in (select email_id from moved)),
           'kept', (select count(distinct l.email_id) from change_log l
                     where l.account_id = a and l.modseq > m and l.modseq <= state.modseq and l.kind = 1 and l.old_flags is null
                       and (l.email_id in (select email_id from entering)
                            or l.email_id not in (select email_id from left_over)
                               and exists (select from mailbox_email k where k.account_id = a and k.email_id = l.email_id))),
           'bytes', (select coalesce(sum(size), 0) from revived) - (select coalesce(sum(size), 0) from left_over)),
         (select coalesce(jsonb_object_agg(c.mailbox_id, jsonb_build_object('in', c.c, 'out', c.g)), '{}')
            from (select x.mailbox_id, sum(x.c) as c, sum(x.g) as g
                    from (select mailbox_id, 1 as c, 0 as g from entering union all select mailbox_id, 0, 1 from lost) x group by 1) c),
         exists (select from plan)
    into stray, told, counts, does;
  if stray then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;
  if (told->>'bytes')::bigint > 0
     and exists (select from account c where c.account_id = a and state.used_bytes + (told->>'bytes')::bigint > c.quota_bytes)
  then raise exception 'overQuota' using errcode = 'PH001'; end if;

  -- A mailbox made since stays only when it holds something, or a mailbox that does.
  loop
    select l.key as id into box from jsonb_each(live) l
     where l.key::int = any(since)
       and (l.value->>'total')::int + coalesce((counts->l.key->>'in')::int, 0) - coalesce((counts->l.key->>'out')::int, 0) = 0
       and not exists (select from jsonb_each(live) c where c.value->>'parent' = l.key)
     limit 1;
    exit when not found;
    live := live - box.id;
    told_gone := told_gone || jsonb_build_object('id', box.id::int, 'name', names->>box.id);
  end loop;
  does := does or cardinality(changed) + cardinality(missing) > 0 or told_gone <> '[]';
  return told || jsonb_build_object(
    'modseq', state.modseq + does::int, 'before', state.modseq,
    'foldersBack', told_back, 'foldersChanged', told_changed, 'foldersGone', told_gone,
    'folders', (select coalesce(jsonb_agg(jsonb_build_object('id', c.key::int, 'name', live->c.key->>'name', 'in', c.value->'in', 'out', c.value->'out')
                                          order by live->c.key->>'name'), '[]')
                  from jsonb_each(counts) c where live ? c.key));
end $$;
