-- Putting back stays one change, and tells how far it is: whoever waits gets the share as INFO (PH002) while it goes on, of which nothing is
-- kept. What is counted and removed is done in slices, so that there is something to tell, and so that a cancelled statement ends soon.

-- At most `most` rows and the rest of their last email: an email is counted whole, or its doubles were counted twice. Rows in order of email.
create function f_slices(rows mailbox_email[], most int) returns table (first int, last int) language sql immutable as $$
  select min(x.n)::int, max(x.n)::int
    from (select r.ordinality as n, (min(r.ordinality) over (partition by r.email_id) - 1) / most as slice
            from unnest(rows) with ordinality r) x
   group by x.slice order by 1
$$;

create function f_tell_share(done int, whole int) returns void language plpgsql as $$
begin
  raise info '%', round(done::numeric / greatest(whole, 1), 3) using errcode = 'PH002';
end $$;

do $$
declare
  f text := pg_get_functiondef('f_put_back'::regproc);
  change text[];
begin
  foreach change slice 1 in array array[
    array['  left_over bigint[];
begin', '  left_over bigint[];
  units int;                 -- of what is told: each row is written, and counted
  done int := 0;
  most int;
  piece record;
begin
  perform f_tell_share(0, 1);'],
    array['(select coalesce(array_agg(row_now), ''{}'') from held where what = 0)',
          '(select coalesce(array_agg(row_now order by (row_now).email_id, (row_now).mailbox_id, (row_now).uid), ''{}'') from held where what = 0)'],
    array['(row_now).size, keywords)::mailbox_email), ''{}'')',
          '(row_now).size, keywords)::mailbox_email
                    order by (row_now).email_id, (row_now).mailbox_id, (row_now).uid), ''{}'')'],
    array['e.flags, e.size, e.keywords)::mailbox_email), ''{}'')', 'e.flags, e.size, e.keywords)::mailbox_email order by e.email_id), ''{}'')'],
    array['(select coalesce(array_agg(row_now), ''{}'') from held where what = 2)',
          '(select coalesce(array_agg(row_now order by (row_now).email_id), ''{}'') from held where what = 2)'],
    array['
  update mailbox_email e set flags = r.flags, keywords = r.keywords, modseq = v
    from unnest(after) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
', '
  units := 2 * (cardinality(after) + cardinality(fresh)) + cardinality(lost);
  most := greatest(1000, units / 50); -- each slice is copied out of the whole
  update mailbox_email e set flags = r.flags, keywords = r.keywords, modseq = v
    from unnest(after) r where e.account_id = a and e.mailbox_id = r.mailbox_id and e.uid = r.uid;
  done := cardinality(after);
  perform f_tell_share(done, units);
'],
    array['  if cardinality(after) + cardinality(fresh) > 0 then perform f_count(a, v, before, after || fresh, cardinality(fresh) > 0); end if;
  if cardinality(lost) > 0 then perform f_remove_rows(a, v, lost); end if;
', '  done := done + cardinality(fresh);
  perform f_tell_share(done, units);
  for piece in select * from f_slices(after, most) loop
    perform f_count(a, v, before[piece.first:piece.last], after[piece.first:piece.last], false);
    done := done + piece.last - piece.first + 1;
    perform f_tell_share(done, units);
  end loop;
  for piece in select * from f_slices(fresh, most) loop
    perform f_count(a, v, ''{}'', fresh[piece.first:piece.last], true);
    done := done + piece.last - piece.first + 1;
    perform f_tell_share(done, units);
  end loop;
  for piece in select * from f_slices(lost, most) loop
    perform f_remove_rows(a, v, lost[piece.first:piece.last]);
    done := done + piece.last - piece.first + 1;
    perform f_tell_share(done, units);
  end loop;
']
  ] loop
    if position(change[1] in f) = 0 then raise exception 'f_put_back is not as expected: %', change[1]; end if;
    f := replace(f, change[1], change[2]);
  end loop;
  execute f;
end $$;
