-- Accounts elsewhere whose mail is fetched into one here.
create table fetched_account (
  account_id int not null references account on delete cascade, fetch_id bigint not null,
  protocol text not null,                              -- imap, pop3
  host text not null, port int not null,
  security text not null,                              -- tls, starttls
  login text not null,
  secret bytea not null,                               -- the password, sealed under the installation's secret
  folder text not null default 'INBOX',                -- of the server there, for IMAP
  mailbox_id bigint not null,                          -- where its mail goes
  leave boolean not null default true,                 -- on the server there
  enabled boolean not null default true,
  every_minutes int not null default 15,
  mark jsonb,                                          -- how far IMAP has been read: {uidvalidity, next}
  next_at timestamptz not null default now(),
  lease_until timestamptz,                             -- a process is at it
  last_at timestamptz,
  failures int not null default 0,                     -- one after the other
  problem jsonb,                                       -- why the last attempt failed: {code, detail}
  fetched bigint not null default 0,
  primary key (account_id, fetch_id)
);
create index fetched_account_due on fetched_account(next_at) where enabled;

-- Messages of a POP3 server that were taken, by their unique ids (RFC 1939, UIDL).
create table fetched_uid (
  account_id int not null, fetch_id bigint not null, uid text not null,
  primary key (account_id, fetch_id, uid),
  foreign key (account_id, fetch_id) references fetched_account on delete cascade
);
