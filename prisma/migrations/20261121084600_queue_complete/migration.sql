-- What an administrator decides for a domain, what is remembered of a destination, addresses that nothing is sent to for a while, and
-- how much an account has sent.
alter table queue_rcpt add column priority smallint not null default 0;
alter table queue_rcpt add column route text;          -- this message goes there, whatever DNS says
drop index queue_due;
create index queue_due on queue_rcpt(priority desc, next_at) where state = 0;
create table queue_rule (
  domain text primary key,                             -- lower-case A-labels; *.example.org for what is below; * for all others
  schedule text,                                       -- as QUEUE_SCHEDULE
  connections smallint,                                -- at once, at most
  route text,                                          -- host:port, or smtps://name:password@host
  tls text,                                            -- opportunistic encrypted verified
  updated_at timestamptz not null default now()
);
create table destination (
  domain text primary key,
  connections smallint not null,                       -- that it was found to take at once
  failures int not null default 0,                     -- attempts in a row that nobody answered
  failing_since timestamptz,
  dead_until timestamptz,                              -- no attempt before that
  last_text text,
  last_at timestamptz not null default now()
);
create table suppression (
  address text primary key,                            -- lower-case
  at timestamptz not null default now(), expires_at timestamptz not null,
  code smallint not null, status text not null, reply text not null, host text,
  held_back int not null default 0                     -- messages that were not sent because of it
);
create table account_recipient (                       -- to whom an account has written
  account_id int not null, address text not null, first_at timestamptz not null default now(),
  primary key (account_id, address)
);
create index account_recipient_first on account_recipient(account_id, first_at);
create table account_sending (
  account_id int not null, hour timestamptz not null, recipients int not null,
  primary key (account_id, hour)
);
create table sending_limit (                           -- of an account, instead of the server's
  account_id int primary key, per_hour int, per_day int, new_per_day int
);
