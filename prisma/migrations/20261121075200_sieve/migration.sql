-- Sieve: the scripts of an account, and what they are to remember.
create table sieve_script (
  account_id int not null, script_id bigint not null,
  name text not null,
  content bytea not null,                              -- as it was handed in: UTF-8, checked
  active boolean not null default false,
  updated_at timestamptz not null default now(),
  primary key (account_id, script_id)
);
create unique index sieve_script_name on sieve_script(account_id, name);
create unique index sieve_script_active on sieve_script(account_id) where active;

-- Who was sent a vacation reply, which message was seen before: until when. `id` is a SHA-256, see server/store/sieve/memory.ts.
create table sieve_memory (
  account_id int not null, id bytea not null, expires_at timestamptz not null,
  primary key (account_id, id)
);
create index sieve_memory_expiry on sieve_memory(expires_at);
