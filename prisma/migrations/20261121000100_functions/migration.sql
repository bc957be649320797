-- The writes of the mail store. Each function is one transaction's work for one account: it locks the account's row first, takes one
-- modseq, changes memberships, logs each change, and sets every counter by the difference between the rows before and after.

-- Counters and thread rows follow the memberships: `before` are the rows as they were, `after` as they are now in the table.
create function f_count(a int, v bigint, before mailbox_email[], after mailbox_email[], may_double boolean) returns void
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
      left join thread_mailbox t on t.account_id = a and t.mailbox_id = x.mailbox_id and t.thread_id = x.thread_id
  ), newest as (
    select distinct on (w.mailbox_id, w.thread_id) w.mailbox_id, w.thread_id, m.received_at, m.email_id
      from now_is w
      join email e on e.account_id = a and e.thread_id = w.thread_id
      join mailbox_email m on m.account_id = a and m.email_id = e.email_id and m.mailbox_id = w.mailbox_id
     where w.n1 > 0 and w.dn <> 0
     order by w.mailbox_id, w.thread_id, m.received_at desc, m.email_id desc
  ), gone as (
    delete from thread_mailbox t using now_is w
     where t.account_id = a and t.mailbox_id = w.mailbox_id and t.thread_id = w.thread_id and w.n1 = 0
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
    ), counted as (
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

-- The locked account's next modseq.
create function f_next_modseq(a int) returns bigint language sql as $$
  update account_state set modseq = modseq + 1, feed_at = clock_timestamp() where account_id = a returning modseq
$$;

create function f_lock(a int) returns account_state language plpgsql as $$
declare s account_state;
begin
  select * into s from account_state where account_id = a for update;
  if not found then raise exception 'notFound' using errcode = 'PH001'; end if;
  return s;
end $$;

-- Keywords are kept sorted, distinct, and NULL when there is none.
create function f_keywords(k text[]) returns text[] language sql immutable as $$
  select nullif(array(select distinct x from unnest(k) x order by x), '{}')
$$;

-- Two conversations turn out to be one: the losers' emails, memberships, references and counters become the winner's (kind 6 in the log).
create function f_merge_threads(a int, v bigint, winner bigint, losers bigint[]) returns void language plpgsql as $$
declare
  before mailbox_email[];
  after mailbox_email[];
begin
  select array_agg(m) into before
    from email e join mailbox_email m on m.account_id = a and m.email_id = e.email_id
   where e.account_id = a and e.thread_id = any(losers);
  update email set thread_id = winner where account_id = a and thread_id = any(losers);
  update thread_ref set thread_id = winner where account_id = a and thread_id = any(losers);
  if before is null then return; end if;
  with u as (
    update mailbox_email m set thread_id = winner, modseq = v
      from unnest(before) b
     where m.account_id = a and m.mailbox_id = b.mailbox_id and m.uid = b.uid
    returning m.*
  ), l as (
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
    select a, v, u.mailbox_id, u.uid, u.email_id, winner, 6 from u
    on conflict (account_id, modseq, mailbox_id, uid) do update set thread_id = excluded.thread_id -- it came in this very change
  ), old as ( -- the vanished threads themselves are told as well: one row under an impossible UID each
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
    select distinct on (b.thread_id) a, v, -b.mailbox_id, b.uid, b.email_id, b.thread_id, 6 from unnest(before) b
    on conflict do nothing
  )
  select array_agg(r) into after from (select m.*::mailbox_email as r from u m) x;
  perform f_count(a, v, before, after, false);
end $$;

-- Takes messages in, for any number of accounts, in ascending order of account_id. `p_items` is an array of objects, see writes/deliver.ts.
create function f_deliver(p_items jsonb)
returns table (o_ord int, o_status text, o_modseq bigint, o_email bigint, o_thread bigint, o_mailbox int, o_uid int, o_uidvalidity int)
language plpgsql as $$
declare
  a int;
  state account_state;
  v bigint;
  it record;
  tid bigint;
  refs bytea[];
  found_threads bigint[];
  email_no bigint;
  box int;
  new_uid int;
  validity int;
  quota bigint;
  used bigint;
  seen_before boolean;
  at_time timestamptz;
  row_now mailbox_email;
  after mailbox_email[];
begin
  for a in select distinct (i->>'acc')::int from jsonb_array_elements(p_items) i order by 1 loop
    state := f_lock(a);
    v := f_next_modseq(a);
    after := '{}';
    used := state.used_bytes;
    select quota_bytes into quota from account where account_id = a;
    at_time := clock_timestamp(); -- after the lock, so that received_at follows the order of UIDs
    for it in
      select t.*, e.ord::int as ord
        from jsonb_array_elements(p_items) with ordinality e(i, ord),
             jsonb_to_record(e.i) as t(acc int, boxes int[], blob text, prefix text, size int, hsize int, sent timestamptz, sent_on date,
               attach boolean, msgid text, refs text[], subject text, sfrom text, sto text, ssubj text, preview text, env text, bs text,
               bd text, hdr jsonb, parts jsonb, flags int, kw text[], recv timestamptz, quota boolean, once boolean)
       where t.acc = a
       order by e.ord
    loop
      if it.once then
        insert into import_seen (account_id, mailbox_id, sha256) values (a, it.boxes[1], decode(it.blob, 'hex')) on conflict do nothing;
        get diagnostics new_uid = row_count;
        seen_before := new_uid = 0;
        if seen_before then
          return query select it.ord, 'already', v, 0::bigint, 0::bigint, it.boxes[1], 0, 0;
          continue;
        end if;
      end if;
      if it.quota and quota is not null and used + it.size > quota then raise exception 'overQuota' using errcode = 'PH001'; end if;
      used := used + it.size;
      update account_state set next_id = next_id + 1 where account_id = a returning next_id - 1 into email_no;

      refs := array(select decode(r, 'hex') from unnest(it.refs) r);
      found_threads := array(select distinct r.thread_id from thread_ref r where r.account_id = a and r.msgid = any(refs) order by 1);
      tid := coalesce(found_threads[1], email_no);
      insert into thread_ref (account_id, msgid, thread_id) select a, r, tid from unnest(refs) r on conflict do nothing;
      -- What this account state has collected so far must be in the tables before threads merge.
      if cardinality(found_threads) > 1 then
        perform f_count(a, v, '{}', after, true);
        after := '{}';
        perform f_merge_threads(a, v + 0, tid, found_threads[2:]);
      end if;

      insert into email (account_id, email_id, thread_id, received_at, sent_at, sent_on, blob, prefix, size, header_size, has_attachment,
                         msgid, subject, sort_from, sort_to, sort_subject, preview, envelope, bodystructure, body, hdr, parts)
      values (a, email_no, tid, coalesce(it.recv, at_time), it.sent, it.sent_on, decode(it.blob, 'hex'), decode(it.prefix, 'hex'), it.size,
              it.hsize, it.attach, decode(it.msgid, 'hex'), it.subject, it.sfrom, it.sto, it.ssubj, it.preview, it.env, it.bs, it.bd, it.hdr,
              it.parts);
      foreach box in array it.boxes loop
        update mailbox set uidnext = uidnext + 1,
               keywords = case when it.kw is null or it.kw <@ keywords then keywords else f_keywords(keywords || it.kw) end
         where account_id = a and mailbox_id = box
        returning uidnext - 1, uidvalidity into new_uid, validity;
        if not found then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;
        insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid, flags,
                                   size, keywords)
        values (email_no, tid, v, v, coalesce(it.recv, at_time), at_time, a, box, new_uid, it.flags, it.size, f_keywords(it.kw))
        returning * into row_now;
        after := after || row_now;
        insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
        values (a, v, box, new_uid, email_no, tid, 1);
        return query select it.ord, 'new', v, email_no, tid, box, new_uid, validity;
      end loop;
      insert into index_job (account_id, email_id) values (a, email_no);
    end loop;
    perform f_count(a, v, '{}', after, true);
    update account_state s set used_bytes = used_bytes + x.bytes, used_msgs = used_msgs + x.n
      from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n
              from (select distinct email_id, size from change_log l join email using (account_id, email_id)
                     where l.account_id = a and l.modseq = v and l.kind = 1) y) x
     where s.account_id = a;
  end loop;
end $$;

-- STORE (RFC 9051 §6.4.6, RFC 7162 §3.1.3). Flags but \Deleted (8) and keywords are shared by all memberships of an email.
create function f_flags(a int, m int, uids int[], mode text, f int, kw text[], unchangedsince bigint) returns jsonb
language plpgsql as $$
declare
  v bigint;
  modified int[];
  targets mailbox_email[];
  before mailbox_email[];
  after mailbox_email[];
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
    return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'changed', '[]'::jsonb, 'modified', to_jsonb(modified));
  end if;
  v := (select modseq + 1 from account_state where account_id = a);
  with wanted as (
    select distinct on (t.email_id) t.email_id,
           case mode when 'add' then t.flags | f when 'remove' then t.flags & ~f else f end & ~8 as flags,
           case mode when 'add' then f_keywords(coalesce(t.keywords, '{}') || coalesce(kw, '{}'))
                     when 'remove' then f_keywords(array(select k from unnest(t.keywords) k where k <> all(coalesce(kw, '{}'))))
                     else f_keywords(kw) end as keywords
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
  return jsonb_build_object(
    'modseq', (select modseq from account_state where account_id = a),
    'modified', to_jsonb(modified),
    'changed', (select coalesce(jsonb_agg(jsonb_build_object('uid', e.uid, 'flags', e.flags, 'keywords', e.keywords, 'modseq', e.modseq)
                                          order by e.uid), '[]'::jsonb)
                  from unnest(targets) t join mailbox_email e on e.account_id = a and e.mailbox_id = m and e.uid = t.uid));
end $$;

-- An email that left its last mailbox: out of the quota and of search, kept until purge_after so that an account can be put back in time.
create function f_bury(a int, emails bigint[]) returns void language plpgsql as $$
declare
  gone bigint[];
begin
  gone := array(select distinct e from unnest(emails) e
                 where not exists (select 1 from mailbox_email m where m.account_id = a and m.email_id = e));
  if cardinality(gone) = 0 then return; end if;
  update account_state s set used_bytes = used_bytes - x.bytes, used_msgs = used_msgs - x.n
    from (select coalesce(sum(size), 0)::bigint as bytes, count(*)::int as n
            from email where account_id = a and email_id = any(gone) and purge_after is null) x
   where s.account_id = a;
  update email set purge_after = now() + interval '14 days' where account_id = a and email_id = any(gone) and purge_after is null;
  delete from email_text where account_id = a and email_id = any(gone);
  delete from index_job where account_id = a and email_id = any(gone);
end $$;

-- Takes the given memberships away under one modseq. Kind 5 when the email has no other place, else 3.
create function f_remove_rows(a int, v bigint, rows mailbox_email[]) returns void language plpgsql as $$
begin
  delete from mailbox_email e using unnest(rows) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
  select a, v, r.mailbox_id, r.uid, r.email_id, r.thread_id,
         case when exists (select 1 from mailbox_email k where k.account_id = a and k.email_id = r.email_id) then 3 else 5 end,
         r.flags, r.keywords
    from unnest(rows) r;
  perform f_count(a, v, rows, '{}', true);
  perform f_bury(a, array(select r.email_id from unnest(rows) r));
end $$;

-- EXPUNGE and UID EXPUNGE (RFC 9051 §6.4.3, §6.4.9). `uids` NULL: all.
create function f_expunge(a int, m int, uids int[], only_deleted boolean) returns jsonb language plpgsql as $$
declare
  v bigint;
  rows mailbox_email[];
begin
  perform f_lock(a);
  select array_agg(e order by e.uid) into rows
    from mailbox_email e
   where e.account_id = a and e.mailbox_id = m and (uids is null or e.uid = any(uids)) and (not only_deleted or e.flags & 8 <> 0);
  if rows is null then
    return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'uids', '[]'::jsonb);
  end if;
  v := f_next_modseq(a);
  perform f_remove_rows(a, v, rows);
  return jsonb_build_object('modseq', v, 'uids', (select jsonb_agg(r.uid order by r.uid) from unnest(rows) r));
end $$;

-- COPY and MOVE (RFC 9051 §6.4.7, §6.4.8), also within one mailbox. \Deleted does not travel.
create function f_copy(a int, src int, uids int[], dst int, p_move boolean) returns jsonb language plpgsql as $$
declare
  v bigint;
  rows mailbox_email[];
  after mailbox_email[];
  base int;
  validity int;
  at_time timestamptz;
begin
  perform f_lock(a);
  at_time := clock_timestamp();
  select uidnext, uidvalidity into base, validity from mailbox where account_id = a and mailbox_id = dst;
  if not found then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;
  select array_agg(e order by e.uid) into rows from mailbox_email e where e.account_id = a and e.mailbox_id = src and e.uid = any(uids);
  if rows is null then
    return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'uidvalidity', validity, 'pairs', '[]'::jsonb);
  end if;
  v := f_next_modseq(a);
  with i as (
    insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid, flags, size,
                               keywords)
    select r.email_id, r.thread_id, v, v, r.received_at, at_time, a, dst, (base + r.n - 1)::int, r.flags & ~8, r.size, r.keywords
      from unnest(rows) with ordinality r(email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid,
                                          flags, size, keywords, n)
    returning *
  )
  select array_agg(r order by (r).uid) into after from (select x.*::mailbox_email as r from i x) y;
  update mailbox b
     set uidnext = base + cardinality(rows),
         keywords = coalesce(f_keywords(b.keywords || array(select distinct k from unnest(rows) r, unnest(r.keywords) k)::text[]), '{}')
   where b.account_id = a and b.mailbox_id = dst;
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
  select a, v, dst, r.uid, r.email_id, r.thread_id, 4 from unnest(after) r;
  perform f_count(a, v, '{}', after, true);
  if p_move then perform f_remove_rows(a, v, rows); end if;
  return jsonb_build_object('modseq', v, 'uidvalidity', validity,
    'pairs', (select jsonb_agg(jsonb_build_array(r.uid, base + r.n - 1) order by r.n)
                from unnest(rows) with ordinality r(email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id,
                                                    mailbox_id, uid, flags, size, keywords, n)));
end $$;

-- JMAP Email/set update: mailboxes and keywords of many emails under one modseq. See writes/update-emails.ts for the shape of an update.
create function f_update_emails(a int, updates jsonb, if_state bigint) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  u jsonb;
  e_id bigint;
  held mailbox_email[];
  first_row mailbox_email;
  wanted int[];
  have int[];
  fl int;
  kw text[];
  before mailbox_email[];
  after mailbox_email[];
  fresh mailbox_email[];
  lost mailbox_email[];
  box int;
  new_uid int;
  row_now mailbox_email;
  changed boolean := false;
  refused jsonb := '[]';
begin
  state := f_lock(a);
  if if_state is not null and if_state <> state.modseq then raise exception 'stateMismatch' using errcode = 'PH001'; end if;
  v := state.modseq + 1;
  for u in select * from jsonb_array_elements(updates) loop
    e_id := (u->>'emailId')::bigint;
    select array_agg(e order by e.mailbox_id, e.uid) into held from mailbox_email e where e.account_id = a and e.email_id = e_id;
    if held is null then
      refused := refused || jsonb_build_object('emailId', e_id, 'reason', 'noSuchEmail');
      continue;
    end if;
    first_row := held[1];
    have := array(select distinct h.mailbox_id from unnest(held) h);
    wanted := case when u ? 'setBoxes' then array(select distinct jsonb_array_elements_text(u->'setBoxes')::int)
                   else array(select x from unnest(have || array(select jsonb_array_elements_text(coalesce(u->'addBoxes', '[]'))::int)) x
                              except select jsonb_array_elements_text(coalesce(u->'removeBoxes', '[]'))::int) end;
    if cardinality(wanted) = 0 then
      refused := refused || jsonb_build_object('emailId', e_id, 'reason', 'notAllowed');
      continue;
    end if;
    if exists (select 1 from unnest(wanted) w where not exists (select 1 from mailbox b where b.account_id = a and b.mailbox_id = w)) then
      refused := refused || jsonb_build_object('emailId', e_id, 'reason', 'noSuchMailbox');
      continue;
    end if;
    fl := first_row.flags & ~8;
    kw := first_row.keywords;
    if u ? 'setFlags' then
      fl := (u->>'setFlags')::int & ~8;
      kw := f_keywords(array(select jsonb_array_elements_text(coalesce(nullif(u->'setKeywords', 'null'), '[]'))));
    else
      fl := (fl | coalesce((u->>'addFlags')::int, 0)) & ~coalesce((u->>'removeFlags')::int, 0) & ~8;
      kw := f_keywords(array(select x from (select unnest(kw) as x
                                            union select jsonb_array_elements_text(coalesce(nullif(u->'addKeywords', 'null'), '[]'))) y
                              where x not in (select jsonb_array_elements_text(coalesce(nullif(u->'removeKeywords', 'null'), '[]')))));
    end if;

    select array_agg(h) into lost from unnest(held) h where h.mailbox_id <> all(wanted);
    select array_agg(h) into before
      from unnest(held) h where h.mailbox_id = any(wanted) and (h.flags & ~8, h.keywords) is distinct from (fl, kw);
    fresh := '{}';
    foreach box in array array(select x from unnest(wanted) x where x <> all(have) order by x) loop
      update mailbox set uidnext = uidnext + 1,
             keywords = case when kw is null or kw <@ keywords then keywords else f_keywords(keywords || kw) end
       where account_id = a and mailbox_id = box returning uidnext - 1 into new_uid;
      insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid, flags, size,
                                 keywords)
      values (e_id, first_row.thread_id, v, v, first_row.received_at, clock_timestamp(), a, box, new_uid, fl, first_row.size, kw)
      returning * into row_now;
      fresh := fresh || row_now;
      insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
      values (a, v, box, new_uid, e_id, first_row.thread_id, 4);
    end loop;
    if before is null and lost is null and cardinality(fresh) = 0 then continue; end if;
    changed := true;
    if cardinality(fresh) > 0 then perform f_count(a, v, '{}', fresh, true); end if;
    if before is not null then
      with up as (
        update mailbox_email e set flags = fl | (e.flags & 8), keywords = kw, modseq = v
          from unnest(before) b where e.account_id = a and e.mailbox_id = b.mailbox_id and e.uid = b.uid
        returning e.*
      )
      select array_agg(r) into after from (select x.*::mailbox_email as r from up x) y;
      insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind, old_flags, old_keywords)
      select a, v, b.mailbox_id, b.uid, b.email_id, b.thread_id, 2, b.flags, b.keywords from unnest(before) b;
      perform f_count(a, v, before, after, false);
      update mailbox b set keywords = f_keywords(b.keywords || kw)
       where kw is not null and b.account_id = a and b.mailbox_id in (select mailbox_id from unnest(after)) and not kw <@ b.keywords;
    end if;
    if lost is not null then perform f_remove_rows(a, v, lost); end if;
  end loop;
  if changed then perform f_next_modseq(a); end if;
  return jsonb_build_object('modseq', (select modseq from account_state where account_id = a), 'refused', refused);
end $$;

-- JMAP Email/set destroy: out of every mailbox.
create function f_destroy_emails(a int, emails bigint[], if_state bigint) returns jsonb language plpgsql as $$
declare
  state account_state;
  v bigint;
  rows mailbox_email[];
begin
  state := f_lock(a);
  if if_state is not null and if_state <> state.modseq then raise exception 'stateMismatch' using errcode = 'PH001'; end if;
  select array_agg(e) into rows from mailbox_email e where e.account_id = a and e.email_id = any(emails);
  if rows is null then return jsonb_build_object('modseq', state.modseq, 'destroyed', '[]'::jsonb); end if;
  v := f_next_modseq(a);
  perform f_remove_rows(a, v, rows);
  return jsonb_build_object('modseq', v, 'destroyed', (select jsonb_agg(distinct r.email_id) from unnest(rows) r));
end $$;
