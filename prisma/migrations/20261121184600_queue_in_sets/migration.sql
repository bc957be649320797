-- The queue in sets: what is handed in at the same time is written by one call, and so are the results of attempts.
-- All functions look rows up by their keys, however little the planner knows of tables that were empty a moment ago.

-- A status follows each trace soon: it finds its room on the same page, and no index has to be told.
alter table mail_trace set (fillfactor = 60);

-- Chunks as f_deliver takes them: their rows, and the octets of all of them in a row.
create function f_keep_blobs(p_blobs jsonb, p_data bytea) returns void language plpgsql as $$
begin
  insert into blob as b (sha256, size)
  select distinct decode(c.sha, 'hex'), c.size from jsonb_to_recordset(p_blobs) as c(sha text, size bigint) order by 1
  on conflict (sha256) do update set touched_at = now();
  insert into blob_chunk (sha256, n, off, raw_len, codec, data)
  select decode(c.sha, 'hex'), c.n, c.off, c.raw, c.codec, substring(p_data from c.at + 1 for c.len)
    from jsonb_to_recordset(p_blobs) as c(sha text, n int, off bigint, raw int, codec smallint, at int, len int)
   where c.n is not null
   order by 1, 2
  on conflict do nothing;
end $$;

-- Counts what accounts send, in the order of the calls, or counts nothing of a call that is over a limit, and returns that limit. An
-- account's own limits come before the given ones; 0 is none. `rcpts`: each address once, in lower case; `n`: recipients as they were given.
create function f_count_sending(p_calls jsonb, p_at timestamptz)
returns table (o_ord int, o_limit text, o_most int)
language plpgsql set enable_seqscan = off as $$
declare
  c record;
  account int;
  most record;
  in_hour bigint;
  in_day bigint;
  newcomers bigint;
  fresh bigint;
  passed jsonb := '[]';
begin
  for c in
    select t.ord::int as ord, t.acc, t.n, t.rcpts, t.per_hour, t.per_day, t.new_per_day
      from rows from (jsonb_to_recordset(p_calls) as (acc int, n int, rcpts text[], per_hour int, per_day int, new_per_day int))
           with ordinality as t(acc, n, rcpts, per_hour, per_day, new_per_day, ord)
     where t.acc is not null order by t.acc, t.ord
  loop
    if c.acc is distinct from account then
      account := c.acc;
      -- This row is what two who send at the same time wait for.
      insert into account_sending as s (account_id, hour, recipients) values (c.acc, date_trunc('hour', p_at, 'UTC'), 0)
      on conflict (account_id, hour) do update set recipients = s.recipients returning s.recipients into in_hour;
      select coalesce(l.per_hour, c.per_hour) as hour, coalesce(l.per_day, c.per_day) as day, coalesce(l.new_per_day, c.new_per_day) as newly
        into most from (select 1) one left join sending_limit l on l.account_id = c.acc;
      if most.day > 0 then
        in_day := (select coalesce(sum(s.recipients), 0) from account_sending s
                    where s.account_id = c.acc and s.hour > p_at - interval '24 hours');
      end if;
      if most.newly > 0 then
        newcomers := (select count(*) from account_recipient r where r.account_id = c.acc and r.first_at > p_at - interval '24 hours');
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
                 where not exists (select from account_recipient r where r.account_id = c.acc and r.address = a));
      if fresh > 0 and newcomers + fresh > most.newly then
        return query select c.ord, 'newPerDay', most.newly;
        continue;
      end if;
      newcomers := newcomers + fresh;
    end if;
    insert into account_recipient (account_id, address, first_at) select c.acc, a, p_at from unnest(c.rcpts) a
    on conflict (account_id, address) do nothing;
    in_hour := in_hour + c.n;
    in_day := in_day + c.n;
    passed := passed || jsonb_build_object('acc', c.acc, 'n', c.n);
  end loop;
  update account_sending s set recipients = s.recipients + t.n
    from (select acc, sum(n) as n from jsonb_to_recordset(passed) as (acc int, n int) group by acc) t
   where s.account_id = t.acc and s.hour = date_trunc('hour', p_at, 'UTC');
end $$;

-- Messages with their recipients, their traces and the first events of their timelines. A message with an owner is that worker's already.
create function f_enqueue(p_messages jsonb, p_at timestamptz)
returns table (o_ord int, o_queue bigint)
language plpgsql as $$
begin
  return query
  with m as materialized (
    select t.*, nextval(pg_get_serial_sequence('queue_message', 'queue_id')) as id
      from rows from (jsonb_to_recordset(p_messages) as (
             acc int, sub bigint, sender text, blob text, prefix text, size int, utf8 boolean, subject text, due timestamptz,
             expires timestamptz, ret text, env text, tls boolean, relax boolean, prio smallint, owner uuid, lease timestamptz,
             rcpts jsonb, trace jsonb, events jsonb))
           with ordinality as t(acc, sub, sender, blob, prefix, size, utf8, subject, due, expires, ret, env, tls, relax, prio, owner,
             lease, rcpts, trace, events, ord)
  ), message as (
    insert into queue_message (queue_id, account_id, submission_id, mail_from, blob, prefix, size, smtputf8, subject, created_at,
      expires_at, ret, env_id, require_tls, relax_tls, trace_id)
    select m.id, m.acc, m.sub, m.sender, decode(m.blob, 'hex'), decode(m.prefix, 'hex'), m.size, m.utf8, m.subject, p_at,
      m.expires, m.ret, m.env, m.tls, m.relax, m.trace->>'id'
    from m order by m.ord
  ), r as materialized (
    select m.id, m.due, m.prio, m.owner, m.lease, m.trace, m.size, r.no, r.rcpt, r.low, r.domain, r.notify, r.orcpt, r.code, r.status, r.text
    from m cross join lateral
      rows from (jsonb_to_recordset(m.rcpts) as (rcpt text, low text, domain text, notify text, orcpt text, code int, status text, "text" text))
      with ordinality as r(rcpt, low, domain, notify, orcpt, code, status, "text", no)
  ), recipient as (
    insert into queue_rcpt (queue_id, rcpt_no, rcpt, domain, notify, orcpt, state, next_at, lease_owner, last_code, last_status, last_text,
      last_at, done_at, priority)
    select id, no - 1, rcpt, domain, notify, orcpt, case when code is null then 0 else 1 end, coalesce(lease, due),
      case when code is null then owner end, code, status,
      text, case when code is not null then p_at end, case when code is not null then p_at end, prio
    from r order by id, no
  ), trace as (
    -- Of what is delivered here, the account that has it has the row.
    insert into mail_trace (trace_id, source, mail_from, rcpt, message_id, subject, size, remote, sender_id, queue_id, status)
    select trace->>'id', trace->>'source', trace->>'from', r.low, trace->>'message', trace->>'subject', size, trace->>'remote',
      (trace->>'sender')::int, id, 'queued'
    from r where code is null order by id, no
  ), event as (
    insert into delivery_event (account_id, submission_id, queue_id, type, detail, trace_id, at)
    select m.acc, m.sub, m.id, e.event->>'type', e.event->'detail', m.trace->>'id', clock_timestamp()
    from m cross join lateral jsonb_array_elements(m.events) with ordinality as e(event, nth) order by m.ord, e.nth
  )
  select m.ord::int, m.id from m order by m.ord;
end $$;

-- What is handed in by those who may still send: counted, and written with its blobs. A call that is over a limit leaves nothing.
create function f_submit(p_messages jsonb, p_calls jsonb, p_at timestamptz, p_blobs jsonb default null, p_data bytea default null)
returns table (o_ord int, o_queue bigint, o_limit text, o_most int)
language plpgsql as $$
declare
  refused int[] := '{}';
  taken int[];
  one record;
begin
  for one in select * from f_count_sending(p_calls, p_at) loop
    refused := refused || one.o_ord;
    return query select one.o_ord, null::bigint, one.o_limit, one.o_most;
  end loop;
  if p_blobs is not null then perform f_keep_blobs(p_blobs, p_data); end if;
  taken := array(select n from generate_series(1, jsonb_array_length(p_messages)) n where n <> all(refused) order by n);
  if cardinality(refused) > 0 then
    p_messages := (select coalesce(jsonb_agg(m.v order by m.ord), '[]')
                     from jsonb_array_elements(p_messages) with ordinality as m(v, ord) where m.ord = any(taken));
  end if;
  return query select taken[e.o_ord], e.o_queue, null::text, null::int from f_enqueue(p_messages, p_at) e;
end $$;

-- What came of attempts at recipients, each under the lease of `own`. A message of whose recipients one is no longer leased stays as it
-- is; all others are returned, with the accounts that moved.
create function f_settle(p_results jsonb)
returns table (o_queue bigint, o_account int, o_modseq bigint)
language plpgsql set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
declare
  all_of bigint[] := array(select distinct (v->>'queue')::bigint from jsonb_array_elements(p_results) v);
  whole bigint[];
  s record;
  moved bigint;
begin
  -- The store's order: accounts first, ascending.
  perform 1 from account_state a
    where a.account_id = any(array(select m.account_id from queue_message m where m.queue_id = any(all_of) and m.submission_id is not null))
    order by a.account_id for update;
  perform 1 from queue_rcpt r where r.queue_id = any(all_of) order by r.queue_id, r.rcpt_no for update;
  whole := array(
    select v.queue from jsonb_to_recordset(p_results) as v(queue bigint, no smallint, own uuid)
      left join queue_rcpt r on r.queue_id = v.queue and r.rcpt_no = v.no and r.state = 0 and r.lease_owner = v.own
     group by v.queue having count(r.queue_id) = count(*));

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
  for s in
    select distinct m.account_id as acc, m.submission_id as sub
      from jsonb_to_recordset(p_results) as v(queue bigint, outcome text) join queue_message m on m.queue_id = v.queue
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
