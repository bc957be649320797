-- Keys that sign the mail of a domain (RFC 6376). `secret` is encrypted with a key that is derived from the secret in DATA_DIR: a copy of
-- the database alone signs nothing. State: 0 published first, 1 signs, 2 signs no more, its record stays for mail under way.
create table dkim_key (
  domain_id int not null references domain (domain_id) on delete cascade,
  selector text not null,
  algorithm text not null,
  public_key text not null,
  secret bytea not null,
  state smallint not null default 1,
  created_at timestamptz not null default now(),
  retired_at timestamptz,
  constraint dkim_key_pkey primary key (domain_id, selector)
);
