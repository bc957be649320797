-- Rows that are taken by their place (ctid) are those of the account: a place is one row's only within one partition, and with tables
-- partitioned by account the same place in another one is somebody else's mail. All such functions have the account as `a`.
do $$
declare f record;
begin
  for f in select pg_get_functiondef(oid) as text from pg_proc
            where pronamespace = current_schema()::regnamespace and prosrc like '%where ctid = any(%'
  loop
    execute replace(f.text, 'where ctid = any(', 'where account_id = a and ctid = any(');
  end loop;
end $$;
