-- Groups (aliases with a name, and a rule about who may write to them) and masked addresses (made and dropped by users).
alter table address
  add column kind smallint not null default 0,          -- 0 an account's own or an alias, 1 a group, 2 masked, 3 a mailing list
  add column title text,                                 -- of a group: what people call it
  add column posting text;                               -- of a group: who may write to it; NULL = anyone, 'internal', 'members'

create table masked_address (
  account_id int not null, mask_id bigint not null,
  email      text not null unique,                       -- never given out again, not even when it is gone
  label      text not null default '',
  for_domain text,                                       -- the site that it was made for
  state      smallint not null default 1,                -- 1 mail is taken, 2 refused, 3 gone for good
  created_at timestamptz not null default now(),
  used_at    timestamptz,                                -- when somebody last wrote to it, to the hour
  primary key (account_id, mask_id)
);
