-- What was learnt about junk. Account 0 is the base that all accounts share: what anybody teaches counts there too.
-- A token is the first eight octets of a SHA-256.
create table junk_token (
  account_id int not null,
  token bigint not null,
  spam int not null,
  ham int not null,
  constraint junk_token_pkey primary key (account_id, token)
);
-- How much was learnt, and up to which change of the account's mail.
create table junk_state (
  account_id int not null,
  spam int not null default 0,
  ham int not null default 0,
  seen_modseq bigint not null default 0,
  constraint junk_state_pkey primary key (account_id)
);
-- Emails that were learnt, so that a change of mind is unlearnt, and nothing counts twice.
create table junk_taught (
  account_id int not null,
  email_id bigint not null,
  is_junk boolean not null,
  at timestamptz not null default now(),
  constraint junk_taught_pkey primary key (account_id, email_id)
);
-- Who writes to the account: mails heard from, mails written to (or taken out of Junk), and mails called junk.
create table junk_sender (
  account_id int not null,
  address text not null,
  heard int not null default 0,
  written int not null default 0,
  junk int not null default 0,
  constraint junk_sender_pkey primary key (account_id, address)
);
-- Mail that is neither delivered nor lost: an administrator decides, or it goes when its time is over.
create table quarantine (
  quarantine_id bigserial not null,
  at timestamptz not null default now(),
  expires_at timestamptz not null,
  mail_from text not null,
  rcpts text[] not null,
  account_ids int[] not null,
  remote text[] not null,
  author text not null,
  subject text not null,
  size int not null,
  blob bytea not null,
  prefix bytea not null,
  smtputf8 boolean not null default false,
  score double precision not null,
  reasons jsonb not null,
  constraint quarantine_pkey primary key (quarantine_id)
);
create index quarantine_blob on quarantine (blob);
create index quarantine_expires_at on quarantine (expires_at);
