-- What there is in each of the domains under one of three names, or its catch-all; a row of nulls says that the domain is served here. Each
-- row by its key: planned for a few addresses the question had read all addresses of the domain, and planned anew each time it cost more
-- than to answer it.
create function f_find_addresses(p_domains text[], p_localparts text[], p_bases text[], p_lists text[])
returns table (n int, localpart text, kind smallint, posting text, targets text[], account_id int, email text, disabled boolean, over_quota boolean)
language plpgsql stable set plan_cache_mode = force_generic_plan set enable_seqscan = off set enable_hashjoin = off set enable_mergejoin = off as $$
begin
  return query
  select q.n::int, a.localpart, a.kind, a.posting, a.targets, a.account_id, c.email, c.disabled_at is not null,
         coalesce(s.used_bytes >= c.quota_bytes, false)
    from unnest(p_domains, p_localparts, p_bases, p_lists) with ordinality q (domain, localpart, base, list, n)
    join domain d on d.name = q.domain
    cross join lateral unnest(array[q.localpart, q.base, nullif(q.list, q.localpart), '*']) w (name)
    left join lateral (select e.* from address e where e.domain_id = d.domain_id and e.localpart = w.name offset 0) a on true
    left join account c on c.account_id = a.account_id
    left join account_state s on s.account_id = a.account_id
   where a.localpart is not null or w.name = '*';
end $$;
