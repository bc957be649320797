-- An attempt to send tells with which keys the message was signed: no row and no statement more, only a field of the event that is written.
do $$
declare f text := pg_get_functiondef('f_settle'::regproc);
begin
  f := replace(f, 'verified text, shown text', 'verified text, signed text, shown text');
  f := replace(f, 'host, tls, verified, shown, at, ord)', 'host, tls, verified, signed, shown, at, ord)');
  f := replace(f, 'v.verified, v.shown', 'v.verified, v.signed, v.shown');
  f := replace(f, $sql$'reply', last_text)$sql$, $sql$'reply', last_text)
      || case when signed is null then '{}' else jsonb_build_object('signed', signed) end$sql$);
  if (length(f) - length(replace(f, 'signed', ''))) / length('signed') <> 6 then raise exception 'f_settle is not as expected'; end if;
  execute f;
end $$;
