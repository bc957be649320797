-- Mailing lists. A list is an account that nobody logs in to (account.kind 2): its address row has kind 3, its INBOX is the archive.
create table mailing_list (
  account_id  int primary key references account on delete cascade,
  description text not null default '',
  subscribing text not null default 'open',            -- open: who asks and confirms; closed: administrators alone
  posting     text not null default 'members',         -- anyone, members (others wait for a moderator), moderated (everything waits)
  archive     boolean not null default true,           -- whether members here read what was written
  prefix      text not null default '',                -- in front of subjects
  moderators  text[] not null default '{}'
);
create table list_member (
  account_id int not null, member_id bigint not null,
  email      text not null,
  state      smallint not null default 0,              -- 0 has to confirm, 1 gets mail, 2 stopped: its mail comes back
  bounces    int not null default 0,                   -- days on which mail came back
  bounced_at timestamptz,
  joined_at  timestamptz not null default now(),
  primary key (account_id, member_id)
);
create unique index list_member_email on list_member(account_id, email);
