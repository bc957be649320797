-- Mailboxes shared with other accounts (RFC 4314) and annotations of mailboxes and of the server (RFC 5464).
create table mailbox_acl (
  account_id int not null, mailbox_id int not null,
  grantee_id int not null,                             -- the account that may; 0 = every account here ("anyone")
  rights     text not null,                            -- letters in the order of lrswipkxtea
  primary key (account_id, mailbox_id, grantee_id)
);
create index mailbox_acl_grantee on mailbox_acl(grantee_id);
create table shared_subscription (                     -- a reader's own subscription to somebody else's mailbox
  account_id int not null, owner_id int not null, mailbox_id int not null,
  primary key (account_id, owner_id, mailbox_id)
);
create index shared_subscription_mailbox on shared_subscription(owner_id, mailbox_id);
create table mailbox_annotation (
  account_id int not null,
  mailbox_id int not null,                             -- 0 = of the server, kept with the account that set it
  reader_id  int not null,                             -- /private: whose; 0 = /shared
  entry      text not null,
  value      bytea,                                    -- NULL: taken away, kept so that watchers are told
  modseq     bigint not null,
  primary key (account_id, mailbox_id, reader_id, entry)
);

-- What hangs on a mailbox or an account goes with it, whoever deletes it.
create function f_mailbox_gone() returns trigger language plpgsql as $$
begin
  delete from mailbox_acl where account_id = old.account_id and mailbox_id = old.mailbox_id;
  delete from mailbox_annotation where account_id = old.account_id and mailbox_id = old.mailbox_id;
  delete from shared_subscription where owner_id = old.account_id and mailbox_id = old.mailbox_id;
  return null;
end $$;
create trigger mailbox_gone after delete on mailbox for each row execute function f_mailbox_gone();
create function f_account_gone() returns trigger language plpgsql as $$
begin
  delete from mailbox_acl where account_id = old.account_id or grantee_id = old.account_id;
  delete from mailbox_annotation where account_id = old.account_id or reader_id = old.account_id;
  delete from shared_subscription where account_id = old.account_id or owner_id = old.account_id;
  return null;
end $$;
create trigger account_gone after delete on account for each row execute function f_account_gone();
