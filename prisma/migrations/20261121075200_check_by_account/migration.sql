-- Every row is a broken invariant. `fsck` and what else is named fsck_… is read account by account, `where account_id = …`, each in a
-- snapshot of its own, so that a large server is checked while it serves: no arm may keep that condition from reaching its tables.
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
  left join (select account_id, count(*) n, sum(size) b from email where purge_after is null group by 1) x using (account_id)
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
  from email x where purge_after is null and not exists (select 1 from mailbox_email e where e.account_id = x.account_id and e.email_id = x.email_id)
union all
select 'buried email with a place', x.account_id, x.email_id::text, null
  from email x where purge_after is not null and exists (select 1 from mailbox_email e where e.account_id = x.account_id and e.email_id = x.email_id)
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

-- What belongs to no account. Blobs are checked by ranges of their hashes (check/check-store.ts).
create view fsck_shared as
select 'blob of the queue missing' as chk, q.account_id, q.queue_id::text as obj, null as detail
  from queue_message q left join blob b on b.sha256 = q.blob
 where b.sha256 is null and exists (select 1 from queue_rcpt r where r.queue_id = q.queue_id and r.state in (0, 3))
union all
select 'queue message without recipients', account_id, queue_id::text, null
  from queue_message q where not exists (select 1 from queue_rcpt r where r.queue_id = q.queue_id)
union all
select 'recipient without queue message', null::int, queue_id::text, rcpt
  from queue_rcpt r where not exists (select 1 from queue_message q where q.queue_id = r.queue_id)
union all
select 'mail without account', m.account_id, m.mailbox_id::text, null
  from mailbox m where not exists (select 1 from account_state s where s.account_id = m.account_id);
