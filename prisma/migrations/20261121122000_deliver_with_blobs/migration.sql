-- A message and its blob in one statement: p_blobs has a row for each chunk (or one without n for no octets), p_data their octets in a row.
-- Blobs are locked after the accounts and in their order, so that two batches never wait for each other in a circle.
drop function f_deliver(jsonb);
create function f_deliver(p_items jsonb, p_blobs jsonb default null, p_data bytea default null)
returns table (o_ord int, o_status text, o_modseq bigint, o_email bigint, o_thread bigint, o_mailbox int, o_uid int, o_uidvalidity int)
language plpgsql as $$
declare
  accounts int[] := array(select distinct (i->>'acc')::int from jsonb_array_elements(p_items) i);
  passed int[] := '{}'; -- the items that an import has brought before
  at_time timestamptz;
  expected bigint;
  n bigint;
  g record;
  joined bigint[];
begin
  perform 1 from account_state s where s.account_id = any(accounts) order by s.account_id for update;
  get diagnostics n = row_count;
  if n <> cardinality(accounts) then raise exception 'notFound' using errcode = 'PH001'; end if;

  if p_blobs is not null then
    insert into blob as b (sha256, size) select distinct decode(c.sha, 'hex'), c.size from jsonb_to_recordset(p_blobs) as c(sha text, size bigint) order by 1
    on conflict (sha256) do update set touched_at = now();
    insert into blob_chunk (sha256, n, off, raw_len, codec, data)
    select decode(c.sha, 'hex'), c.n, c.off, c.raw, c.codec, substring(p_data from c.at + 1 for c.len)
      from jsonb_to_recordset(p_blobs) as c(sha text, n int, off bigint, raw int, codec smallint, at int, len int)
     where c.n is not null
     order by 1, 2
    on conflict do nothing;
  end if;
  at_time := clock_timestamp(); -- after the lock, so that received_at follows the order of UIDs

  if p_items @? '$[*].once ? (@ == true)' then
    with o as (
      select ord::int, acc, boxes[1] as box, decode(t.blob, 'hex') as sha,
             row_number() over (partition by acc, boxes[1], t.blob order by ord) as nth
        from rows from (jsonb_to_recordset(p_items) as (acc int, boxes int[], blob text, once boolean))
             with ordinality as t(acc, boxes, blob, once, ord)
       where once
    ), fresh as (
      insert into import_seen (account_id, mailbox_id, sha256) select distinct acc, box, sha from o on conflict do nothing
      returning account_id, mailbox_id, sha256
    )
    select coalesce(array_agg(o.ord), '{}') into passed
      from o left join fresh f on f.account_id = o.acc and f.mailbox_id = o.box and f.sha256 = o.sha
     where f.account_id is null or o.nth > 1;
  end if;

  if p_items @? '$[*].quota ? (@ == true)' then
    if exists (
      select 1
        from (select acc, quota, sum(size) over (partition by acc order by ord) as upto
                from rows from (jsonb_to_recordset(p_items) as (acc int, size int, quota boolean)) with ordinality as t(acc, size, quota, ord)
               where ord <> all(passed)) t
        join account a on a.account_id = t.acc
        join account_state s on s.account_id = t.acc
       where t.quota and s.used_bytes + t.upto > a.quota_bytes)
    then raise exception 'overQuota' using errcode = 'PH001'; end if;
  end if;

  -- One modseq for each account, and the ids of its new emails.
  with x as (
    select acc, count(*)::int as c, sum(size)::bigint as bytes, sum(cardinality(boxes)) as places
      from rows from (jsonb_to_recordset(p_items) as (acc int, boxes int[], size int)) with ordinality as t(acc, boxes, size, ord)
     where ord <> all(passed) group by acc
  ), u as (
    update account_state s
       set modseq = s.modseq + 1, next_id = s.next_id + x.c, used_bytes = s.used_bytes + x.bytes, used_msgs = s.used_msgs + x.c,
           feed_at = at_time
      from x where s.account_id = x.acc
  )
  select coalesce(sum(places), 0) into expected from x;

  -- A message that joins conversations makes them one before it comes in. The smallest number wins, as everywhere.
  for g in
    select t.acc, t.grp, array_agg(distinct ref) as refs
      from jsonb_to_recordset(p_items) as t(acc int, grp int, refs text[])
      cross join lateral unnest(t.refs) as ref
      cross join lateral (select k.thread_id from thread_ref k where k.account_id = t.acc and k.msgid = decode(ref, 'hex') limit 1) r
     group by t.acc, t.grp having count(distinct r.thread_id) > 1
     order by t.acc, t.grp
  loop
    joined := array(select distinct k.thread_id from thread_ref k
                     where k.account_id = g.acc and k.msgid = any(array(select decode(r, 'hex') from unnest(g.refs) r)) order by 1);
    if cardinality(joined) > 1 then -- the merge before may have done it
      perform f_merge_threads(g.acc, (select s.modseq from account_state s where s.account_id = g.acc), joined[1], joined[2:]);
    end if;
  end loop;

  return query
  with t as materialized (
    select t.*, count(*) over (partition by t.acc) as all_of_acc, row_number() over (partition by t.acc order by t.ord) as nth
      from rows from (jsonb_to_recordset(p_items) as (acc int, grp int, boxes int[], blob text, prefix text, size int, hsize int,
             sent timestamptz, sent_on date, attach boolean, msgid text, refs text[], subject text, sfrom text, sto text, ssubj text,
             preview text, env text, bs text, bd text, hdr jsonb, parts jsonb, flags int, kw text[], recv timestamptz))
           with ordinality as t(acc, grp, boxes, blob, prefix, size, hsize, sent, sent_on, attach, msgid, refs, subject, sfrom, sto, ssubj,
             preview, env, bs, bd, hdr, parts, flags, kw, recv, ord)
     where t.ord <> all(passed)
  ), known as (
    select t.acc, t.grp, min(r.thread_id) as tid
      from t
      cross join lateral unnest(t.refs) as ref
      cross join lateral (select k.thread_id from thread_ref k where k.account_id = t.acc and k.msgid = decode(ref, 'hex') limit 1) r
     group by t.acc, t.grp
  ), numbered as (
    select t.*, s.modseq as v, s.next_id - t.all_of_acc + t.nth - 1 as eid, coalesce(t.recv, at_time) as received
      from t join account_state s on s.account_id = t.acc
  ), e as materialized (
    select n.*, coalesce(k.tid, min(n.eid) over (partition by n.acc, n.grp)) as tid
      from numbered n left join known k on k.acc = n.acc and k.grp = n.grp
  ), me as materialized ( -- memberships, numbered within their mailbox
    select e.acc, b.box, e.ord, b.pos, e.eid, e.tid, e.v, e.received, e.flags, e.size, f_keywords(e.kw) as kw,
           row_number() over (partition by e.acc, b.box order by e.ord, b.pos) as nth
      from e cross join lateral unnest(e.boxes) with ordinality as b(box, pos)
  ), of_thread as (
    select acc, box, tid, count(*)::int as c, (count(*) filter (where flags & 1 = 0))::int as u, max(received) as latest,
           (array_agg(eid order by received desc, eid desc))[1] as latest_email
      from me group by acc, box, tid
  ), put as (
    insert into thread_mailbox as m (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
    select acc, box, tid, latest, latest_email, c, u from of_thread
    on conflict (account_id, mailbox_id, thread_id) do update
      set n = m.n + excluded.n, unseen = m.unseen + excluded.unseen, latest_at = greatest(m.latest_at, excluded.latest_at),
          latest_email = case when (excluded.latest_at, excluded.latest_email) > (m.latest_at, m.latest_email)
                              then excluded.latest_email else m.latest_email end
    returning m.account_id, m.mailbox_id, m.thread_id, m.n, m.unseen
  ), threads as ( -- what was there before is what is there now without what came
    select o.acc, o.box, (count(*) filter (where p.n = o.c))::int as total,
           (count(*) filter (where p.unseen > 0 and p.unseen = o.u))::int as unseen
      from put p join of_thread o on o.acc = p.account_id and o.box = p.mailbox_id and o.tid = p.thread_id
     group by o.acc, o.box
  ), sums as (
    select acc, box, max(v) as v, count(*)::int as c, (count(*) filter (where flags & 1 = 0))::int as unseen,
           (count(*) filter (where flags & 8 <> 0))::int as deleted, sum(size)::bigint as bytes, (count(*) - count(distinct eid))::int as doubles
      from me group by acc, box
  ), words as (
    select acc, box, array_agg(distinct k) as kw from me cross join lateral unnest(me.kw) k group by acc, box
  ), box as (
    update mailbox b
       set uidnext = b.uidnext + s.c, modseq = s.v, total = b.total + s.c, unseen = b.unseen + s.unseen, deleted = b.deleted + s.deleted,
           bytes = b.bytes + s.bytes, doubles = b.doubles + s.doubles, total_threads = b.total_threads + h.total,
           unseen_threads = b.unseen_threads + h.unseen,
           keywords = case when w.kw is null or w.kw <@ b.keywords then b.keywords else f_keywords(b.keywords || w.kw) end
      from sums s
      join threads h on h.acc = s.acc and h.box = s.box
      left join words w on w.acc = s.acc and w.box = s.box
     where b.account_id = s.acc and b.mailbox_id = s.box
    returning b.account_id, b.mailbox_id, b.uidnext - s.c as first_uid, b.uidvalidity
  ), placed as materialized (
    select m.*, (b.first_uid + m.nth - 1)::int as uid, b.uidvalidity
      from me m join box b on b.account_id = m.acc and b.mailbox_id = m.box
  ), emails as (
    insert into email (account_id, email_id, thread_id, received_at, sent_at, sent_on, blob, prefix, size, header_size, has_attachment,
                       msgid, subject, sort_from, sort_to, sort_subject, preview, envelope, bodystructure, body, hdr, parts)
    select acc, eid, tid, received, sent, sent_on, decode(e.blob, 'hex'), decode(e.prefix, 'hex'), size, hsize, attach,
           decode(e.msgid, 'hex'), subject, sfrom, sto, ssubj, preview, env, bs, bd, hdr, parts
      from e
  ), members as (
    insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid, flags,
                               size, keywords)
    select p.eid, p.tid, p.v, p.v, p.received, at_time, p.acc, p.box, p.uid, p.flags, p.size, p.kw from placed p
  ), logged as (
    insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
    select p.acc, p.v, p.box, p.uid, p.eid, p.tid, 1 from placed p
  ), referred as (
    insert into thread_ref (account_id, msgid, thread_id)
    select e.acc, decode(ref, 'hex'), e.tid from e cross join lateral unnest(e.refs) as ref on conflict do nothing
  ), jobs as (
    insert into index_job (account_id, email_id) select acc, eid from e
  )
  select p.ord::int, 'new', p.v, p.eid, p.tid, p.box, p.uid, p.uidvalidity from placed p order by p.ord, p.pos;
  get diagnostics n = row_count;
  if n <> expected then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;

  if cardinality(passed) > 0 then
    return query
    select t.ord::int, 'already', s.modseq, 0::bigint, 0::bigint, t.boxes[1], 0, 0
      from rows from (jsonb_to_recordset(p_items) as (acc int, boxes int[])) with ordinality as t(acc, boxes, ord)
      join account_state s on s.account_id = t.acc
     where t.ord = any(passed);
  end if;
end $$;
