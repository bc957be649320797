-- The queue's functions find rows by their keys and by nothing else. A plan made while little waited read all that waited, at each call: a
-- condition that an index of few rows fulfils ("pending", "of a submission") made the planner go through that index. `offset 0` keeps such
-- conditions outside of the look-up. And a few messages are written one by one: to set up six joined sets costs more than that.

-- Of what only goes through the queue no email is known, of what is only delivered no place in the queue: no entries for those.
drop index delivery_event_email;
create index delivery_event_email on delivery_event(account_id, email_id) where email_id is not null;
drop index delivery_event_queue;
create index delivery_event_queue on delivery_event(queue_id) where queue_id is not null;
drop index queue_submission;
create index queue_submission on queue_message(account_id, submission_id) where submission_id is not null;

-- As before; the row of an account's hour is locked instead of written twice.
create or replace function f_count_sending(p_calls jsonb, p_at timestamptz)
returns table (o_ord int, o_limit text, o_most int)
language plpgsql set enable_seqscan = off as $$
declare
  this_hour timestamptz := date_trunc('hour', p_at, 'UTC');
  c record;
  account int;
  most record;
  in_hour bigint;
  in_day bigint;
  newcomers bigint;
  fresh bigint;
begin
  for c in
    select t.ord::int as ord, t.acc, t.n, t.rcpts, t.per_hour, t.per_day, t.new_per_day
      from rows from (jsonb_to_recordset(p_calls) as (acc int, n int, rcpts text[], per_hour int, per_day int, new_per_day int))
           with ordinality as t(acc, n, rcpts, per_hour, per_day, new_per_day, ord)
     where t.acc is not null order by t.acc, t.ord
  loop
    if c.acc is distinct from account then
      if account is not null then
        update account_sending s set recipients = in_hour where s.account_id = account and s.hour = this_hour;
      end if;
      account := c.acc;
      -- This row is what two who send at the same time wait for.
      select s.recipients into in_hour from account_sending s where s.account_id = account and s.hour = this_hour for update;
      if not found then
        insert into account_sending as s (account_id, hour, recipients) values (account, this_hour, 0)
        on conflict (account_id, hour) do update set recipients = s.recipients returning s.recipients into in_hour;
      end if;
      select coalesce(l.per_hour, c.per_hour) as hour, coalesce(l.per_day, c.per_day) as day, coalesce(l.new_per_day, c.new_per_day) as newly
        into most from (select 1) one left join sending_limit l on l.account_id = account;
      if most.day > 0 then
        in_day := (select coalesce(sum(s.recipients), 0) from account_sending s
                    where s.account_id = account and s.hour > p_at - interval '24 hours');
      end if;
      if most.newly > 0 then
        newcomers := (select count(*) from account_recipient r where r.account_id = account and r.first_at > p_at - interval '24 hours');
      end if;
    end if;
    if most.hour > 0 and in_hour + c.n > most.hour then
      return query select c.ord, 'perHour', most.hour;
      continue;
    end if;
    if most.day > 0 and in_day + c.n > most.day then
      return query select c.ord, 'perDay', most.day;
      continue;
    end if;
    if most.newly > 0 then
      fresh := (select count(*) from unnest(c.rcpts) a
                 where not exists (select from account_recipient r where r.account_id = account and r.address = a));
      if fresh > 0 and newcomers + fresh > most.newly then
        return query select c.ord, 'newPerDay', most.newly;
        continue;
      end if;
      newcomers := newcomers + fresh;
    end if;
    insert into account_recipient (account_id, address, first_at) select account, a, p_at from unnest(c.rcpts) a
    on conflict (account_id, address) do nothing;
    in_hour := in_hour + c.n;
    in_day := in_day + c.n;
  end loop;
  if account is not null then
    update account_sending s set recipients = in_hour where s.account_id = account and s.hour = this_hour;
  end if;
end $$;

-- One message of f_enqueue, by itself.
create function f_enqueue_one(p_message jsonb, p_at timestamptz) returns bigint language plpgsql as $$
declare
  m record;
  id bigint := nextval(pg_get_serial_sequence('queue_message', 'queue_id'));
begin
  select * into m from jsonb_to_record(p_message) as (
    acc int, sub bigint, sender text, blob text, prefix text, size int, utf8 boolean, subject text, due timestamptz, expires timestamptz,
    ret text, env text, tls boolean, relax boolean, prio smallint, owner uuid, lease timestamptz, rcpts jsonb, trace jsonb, events jsonb);
  insert into queue_message (queue_id, account_id, submission_id, mail_from, blob, prefix, size, smtputf8, subject, created_at, expires_at,
    ret, env_id, require_tls, relax_tls, trace_id)
  values (id, m.acc, m.sub, m.sender, decode(m.blob, 'hex'), decode(m.prefix, 'hex'), m.size, m.utf8, m.subject, p_at, m.expires,
    m.ret, m.env, m.tls, m.relax, m.trace->>'id');
  insert into queue_rcpt (queue_id, rcpt_no, rcpt, domain, notify, orcpt, state, next_at, lease_owner, last_code, last_status, last_text,
    last_at, done_at, priority)
  select id, r.no - 1, r.rcpt, r.domain, r.notify, r.orcpt, case when r.code is null then 0 else 1 end, coalesce(m.lease, m.due),
    case when r.code is null then m.owner end, r.code, r.status, r.text, case when r.code is not null then p_at end,
    case when r.code is not null then p_at end, m.prio
  from rows from (jsonb_to_recordset(m.rcpts) as (rcpt text, domain text, notify text, orcpt text, code int, status text, "text" text))
       with ordinality as r(rcpt, domain, notify, orcpt, code, status, "text", no);
  insert into mail_trace (trace_id, source, mail_from, rcpt, message_id, subject, size, remote, sender_id, queue_id, status)
  select m.trace->>'id', m.trace->>'source', m.trace->>'from', r.low, m.trace->>'message', m.trace->>'subject', m.size, m.trace->>'remote',
    (m.trace->>'sender')::int, id, 'queued'
  from jsonb_to_recordset(m.rcpts) as r(low text, code int) where r.code is null;
  insert into delivery_event (account_id, submission_id, queue_id, type, detail, trace_id, at)
  select m.acc, m.sub, id, e.event->>'type', e.event->'detail', m.trace->>'id', clock_timestamp()
  from jsonb_array_elements(m.events) as e(event);
  return id;
end $$;

create or replace function f_submit(p_messages jsonb, p_calls jsonb, p_at timestamptz, p_blobs jsonb default null, p_data bytea default null)
returns table (o_ord int, o_queue bigint, o_limit text, o_most int)
language plpgsql as $$
declare
  refused int[] := '{}';
  taken int[];
  one record;
  number int;
begin
  for one in select * from f_count_sending(p_calls, p_at) loop
    refused := refused || one.o_ord;
    return query select one.o_ord, null::bigint, one.o_limit, one.o_most;
  end loop;
  if p_blobs is not null then perform f_keep_blobs(p_blobs, p_data); end if;
  if jsonb_array_length(p_messages) <= 2 then
    for number in 1 .. jsonb_array_length(p_messages) loop
      if number = any(refused) then continue; end if;
      o_ord := number;
      o_queue := f_enqueue_one(p_messages -> (number - 1), p_at);
      return next;
    end loop;
    return;
  end if;
  taken := array(select n from generate_series(1, jsonb_array_length(p_messages)) n where n <> all(refused) order by n);
  if cardinality(refused) > 0 then
    p_messages := (select coalesce(jsonb_agg(m.v order by m.ord), '[]')
                     from jsonb_array_elements(p_messages) with ordinality as m(v, ord) where m.ord = any(taken));
  end if;
  return query select taken[e.o_ord], e.o_queue, null::text, null::int from f_enqueue(p_messages, p_at) e;
end $$;

-- What came of attempts at recipients, each under the lease of `own`. A message of whose recipients one is no longer leased stays as it
-- is; all others are returned, with the accounts that moved.
create or replace function f_settle(p_results jsonb)
returns table (o_queue bigint, o_account int, o_modseq bigint)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  accounts int[];
  whole bigint[];
  s record;
  moved bigint;
begin
  -- The store's order: accounts first, ascending.
  accounts := array(
    select distinct m.account_id from jsonb_to_recordset(p_results) as v(queue bigint)
      cross join lateral (select q.account_id, q.submission_id from queue_message q where q.queue_id = v.queue offset 0) m
     where m.submission_id is not null and m.account_id is not null);
  if cardinality(accounts) > 0 then
    perform 1 from account_state a where a.account_id = any(accounts) order by a.account_id for update;
  end if;
  whole := array(
    select v.queue
      from (select t.* from jsonb_to_recordset(p_results) as t(queue bigint, no smallint, own uuid) order by t.queue, t.no) v
      left join lateral (
        select q.state, q.lease_owner from queue_rcpt q where q.queue_id = v.queue and q.rcpt_no = v.no offset 0 for update) r on true
     group by v.queue having bool_and(coalesce(r.state = 0 and r.lease_owner = v.own, false)));

  with v as materialized (
    select t.* from rows from (jsonb_to_recordset(p_results) as (
             queue bigint, no smallint, low text, outcome text, next timestamptz, code smallint, status text, "text" text, host text, tls text,
             verified text, shown text, at timestamptz))
           with ordinality as t(queue, no, low, outcome, next, code, status, "text", host, tls, verified, shown, at, ord)
     where t.queue = any(whole)
  ), done as (
    update queue_rcpt r
       set state = case v.outcome when 'delivered' then 1 when 'bounced' then 2 else 0 end,
           attempts = r.attempts + case when v.outcome = 'postponed' then 0 else 1 end,
           next_at = coalesce(v.next, r.next_at), lease_owner = null, last_code = v.code, last_status = v.status, last_text = v.text,
           last_host = v.host, last_at = v.at, done_at = case when v.outcome in ('delivered', 'bounced') then v.at end
      from v where r.queue_id = v.queue and r.rcpt_no = v.no
    returning v.ord, v.at, v.low, v.outcome, v.next, v.tls, v.verified, v.shown, r.queue_id, r.rcpt_no, r.rcpt, r.attempts, r.last_code, r.last_status,
      r.last_text, r.last_host
  ), tried as materialized (
    select d.*, m.account_id, m.submission_id, m.trace_id,
           case when d.outcome = 'delivered' and d.last_host is not null then 'sent' else d.outcome end as became
      from done d join queue_message m on m.queue_id = d.queue_id
     where d.outcome <> 'postponed'
  ), trace as (
    update mail_trace t set status = d.became, reply = d.shown, changed_at = d.at
      from tried d where t.queue_id = d.queue_id and t.trace_id = d.trace_id and t.rcpt = d.low
  )
  insert into delivery_event (account_id, submission_id, queue_id, type, detail, trace_id, at)
  select account_id, submission_id, queue_id, became,
    jsonb_build_object('rcptNo', rcpt_no, 'rcpt', rcpt, 'attempt', attempts, 'host', last_host, 'tls', tls, 'verified', verified,
      'code', last_code, 'status', last_status, 'reply', last_text)
      || case when outcome = 'deferred' and next is not null
           then jsonb_build_object('next', to_char(next at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) else '{}' end,
    trace_id, clock_timestamp()
  from tried order by ord;

  return query select unnest(whole), null::int, null::bigint;
  if cardinality(accounts) = 0 then return; end if;
  for s in
    select distinct m.account_id as acc, m.submission_id as sub
      from jsonb_to_recordset(p_results) as v(queue bigint, outcome text)
      cross join lateral (select q.account_id, q.submission_id from queue_message q where q.queue_id = v.queue offset 0) m
     where v.queue = any(whole) and v.outcome <> 'postponed' and m.account_id is not null and m.submission_id is not null
     order by 1, 2
  loop
    update account_state a set modseq = a.modseq + 1, feed_at = clock_timestamp() where a.account_id = s.acc returning a.modseq into moved;
    if not found then raise exception 'notFound' using errcode = 'PH001'; end if;
    update submission b set modseq = moved, undo_status = 'final' where b.account_id = s.acc and b.submission_id = s.sub;
    insert into object_log as l (account_id, modseq, type, object_id, kind) values (s.acc, moved, 2, s.sub, 2)
    on conflict (account_id, modseq, type, object_id) do nothing;
    return query select null::bigint, s.acc, moved;
  end loop;
end $$;

-- What is due, under a lease of `p_owner`: what is urgent first, then oldest due first, none of the domains that have enough in hand. Two
-- workers never get the same. Planned once in a connection, and by the index of what is due however little waited then.
create function f_claim(p_owner uuid, p_now timestamptz, p_until timestamptz, p_limit int, p_busy text[])
returns table (o_rcpt queue_rcpt, o_message queue_message)
language plpgsql set enable_seqscan = off set enable_bitmapscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
  with due as materialized (
    select r.queue_id, r.rcpt_no from queue_rcpt r
     where r.state = 0 and r.next_at <= p_now and r.domain <> all(p_busy)
       -- A living worker's leases are its own, whatever this clock says: it holds the lock of its name (liveness.ts).
       and (r.lease_owner is null or r.lease_owner = p_owner or not exists (
         select from pg_locks where locktype = 'advisory' and granted and objsubid = 1
           and classid::bigint = ('x' || substr(replace(r.lease_owner::text, '-', ''), 1, 8))::bit(32)::bigint
           and objid::bigint = ('x' || substr(replace(r.lease_owner::text, '-', ''), 9, 8))::bit(32)::bigint))
     order by r.priority desc, r.next_at limit p_limit for update skip locked)
  update queue_rcpt r set lease_owner = p_owner, next_at = p_until
    from due, queue_message m
   where r.queue_id = due.queue_id and r.rcpt_no = due.rcpt_no and m.queue_id = r.queue_id
  returning r, m;
end $$;
