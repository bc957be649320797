-- Two migrations wrote f_past_rows on one day, and the second forgot what the first had mended (past_of_many): whether an email waited was
-- looked for among all changes, once for each email, and joins hung on statistics. The preview has joins of the same kind.
create or replace function f_past_rows(a int, m bigint, new_goes boolean, roles jsonb default null)
returns table (what int, email_id bigint, mailbox_id int, uid int, flags int, keywords text[]) language sql stable set enable_nestloop = off as $$
  with logged as materialized (
    select l.modseq, l.mailbox_id, l.uid, l.email_id, l.kind, l.old_flags, l.old_keywords
      from change_log l where l.account_id = a and l.modseq > m and l.mailbox_id > 0 and l.kind <> 6
  ), first_change as materialized ( -- of each membership: it tells what was before
    select distinct on (l.mailbox_id, l.uid) l.* from logged l order by l.mailbox_id, l.uid, l.modseq
  ), waited as materialized ( -- few, where `first_change` may be all of the account
    select f.email_id, b.role
      from first_change f
      cross join lateral (
        select case when roles is null then (select k.role from mailbox k where k.account_id = a and k.mailbox_id = f.mailbox_id)
               else roles->>f.mailbox_id::text end as role) b
     where f.kind in (2, 3, 5) and b.role in ('scheduled', 'snoozed')
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
         select from waited f
          where f.email_id = t.email_id
            and (f.role = 'scheduled' and not exists (
                   select from submission s where s.account_id = a and s.email_id = t.email_id and s.undo_status = 'pending')
              or f.role = 'snoozed' and not exists (select from snooze z where z.account_id = a and z.email_id = t.email_id))))
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

alter function f_preview_put_back(int, bigint, boolean) set enable_nestloop = off;
