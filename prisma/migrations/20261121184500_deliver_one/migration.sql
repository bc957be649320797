-- f_deliver for what a quiet server does most: one message into one mailbox, nothing passed over that came before. Plain statements on one row
-- each: to set up the nine joined sets of f_deliver takes longer than what they would write. The rules are those of f_deliver.
create function f_deliver_one(p_item jsonb, p_blobs jsonb default null, p_data bytea default null)
returns table (o_ord int, o_status text, o_modseq bigint, o_email bigint, o_thread bigint, o_mailbox int, o_uid int, o_uidvalidity int)
language plpgsql as $$
declare
  t record;
  c record;
  at_time timestamptz;
  received timestamptz;
  used bigint;
  box int;
  sha bytea;
  refs bytea[] := '{}';
  threads bigint[];
  kw text[];
  unread int;
  of_thread record;
begin
  select x.* into t
    from jsonb_to_record(p_item) as x(acc int, boxes int[], blob text, prefix text, size int, hsize int, sent timestamptz, sent_on date, attach boolean,
           msgid text, refs text[], subject text, sfrom text, sto text, ssubj text, preview text, env text, bs text, bd text, hdr jsonb,
           parts jsonb, flags int, kw text[], recv timestamptz, quota boolean);
  box := t.boxes[1];
  sha := decode(t.blob, 'hex');
  for n in 1 .. coalesce(cardinality(t.refs), 0) loop refs[n] := decode(t.refs[n], 'hex'); end loop;
  if t.kw is not null then kw := f_keywords(t.kw); end if;
  unread := case when t.flags & 1 = 0 then 1 else 0 end;

  -- This locks the account. Who had to wait for the lock computes the new row again, so that times follow the order of UIDs.
  update account_state s
     set modseq = s.modseq + 1, next_id = s.next_id + 1, used_bytes = s.used_bytes + t.size, used_msgs = s.used_msgs + 1,
         feed_at = clock_timestamp()
   where s.account_id = t.acc
  returning s.modseq, s.next_id - 1, s.used_bytes, s.feed_at into o_modseq, o_email, used, at_time;
  if not found then raise exception 'notFound' using errcode = 'PH001'; end if;
  if t.quota and used > (select a.quota_bytes from account a where a.account_id = t.acc) then
    raise exception 'overQuota' using errcode = 'PH001';
  end if;
  received := coalesce(t.recv, at_time);

  for c in
    select x.* from jsonb_to_recordset(p_blobs) as x(size bigint, n int, off bigint, raw int, codec smallint, at int, len int) order by x.n
  loop
    if coalesce(c.n, 0) = 0 then
      insert into blob (sha256, size) values (sha, c.size) on conflict (sha256) do update set touched_at = now();
    end if;
    if c.n is not null then
      insert into blob_chunk (sha256, n, off, raw_len, codec, data)
      values (sha, c.n, c.off, c.raw, c.codec, substring(p_data from c.at + 1 for c.len)) on conflict do nothing;
    end if;
  end loop;

  -- A message that joins conversations makes them one before it comes in. The smallest number wins, as everywhere.
  -- `(select refs)`: the planner guesses its length once, instead of planning anew for each list that it sees.
  select array_agg(distinct k.thread_id) into threads from thread_ref k where k.account_id = t.acc and k.msgid = any((select refs)::bytea[]);
  if cardinality(threads) > 1 then perform f_merge_threads(t.acc, o_modseq, threads[1], threads[2:]); end if;
  o_thread := coalesce(threads[1], o_email);

  insert into thread_mailbox as m (account_id, mailbox_id, thread_id, latest_at, latest_email, n, unseen)
  values (t.acc, box, o_thread, received, o_email, 1, unread)
  on conflict (account_id, mailbox_id, thread_id) do update
    set n = m.n + 1, unseen = m.unseen + excluded.unseen, latest_at = greatest(m.latest_at, excluded.latest_at),
        latest_email = case when (excluded.latest_at, excluded.latest_email) > (m.latest_at, m.latest_email)
                            then excluded.latest_email else m.latest_email end
  returning m.n, m.unseen into of_thread;

  update mailbox b
     set uidnext = b.uidnext + 1, modseq = o_modseq, total = b.total + 1, unseen = b.unseen + unread,
         deleted = b.deleted + (t.flags & 8 <> 0)::int, bytes = b.bytes + t.size,
         total_threads = b.total_threads + (of_thread.n = 1)::int, unseen_threads = b.unseen_threads + (unread = 1 and of_thread.unseen = 1)::int,
         keywords = case when kw is null or kw <@ b.keywords then b.keywords else f_keywords(b.keywords || kw) end
   where b.account_id = t.acc and b.mailbox_id = box
  returning b.mailbox_id, b.uidnext - 1, b.uidvalidity into o_mailbox, o_uid, o_uidvalidity;
  if not found then raise exception 'noSuchMailbox' using errcode = 'PH001'; end if;

  insert into email (account_id, email_id, thread_id, received_at, sent_at, sent_on, blob, prefix, size, header_size, has_attachment,
                     msgid, subject, sort_from, sort_to, sort_subject, preview, envelope, bodystructure, body, hdr, parts)
  values (t.acc, o_email, o_thread, received, t.sent, t.sent_on, sha, decode(t.prefix, 'hex'), t.size, t.hsize, t.attach,
          decode(t.msgid, 'hex'), t.subject, t.sfrom, t.sto, t.ssubj, t.preview, t.env, t.bs, t.bd, t.hdr, t.parts);
  insert into mailbox_email (email_id, thread_id, modseq, created_modseq, received_at, saved_at, account_id, mailbox_id, uid, flags,
                             size, keywords)
  values (o_email, o_thread, o_modseq, o_modseq, received, at_time, t.acc, box, o_uid, t.flags, t.size, kw);
  insert into change_log (account_id, modseq, mailbox_id, uid, email_id, thread_id, kind)
  values (t.acc, o_modseq, box, o_uid, o_email, o_thread, 1);
  insert into thread_ref (account_id, msgid, thread_id) select t.acc, r, o_thread from unnest(refs) r on conflict do nothing;
  insert into index_job (account_id, email_id) values (t.acc, o_email);
  o_ord := 1;
  o_status := 'new';
  return next;
end $$;
