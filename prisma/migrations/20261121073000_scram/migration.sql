-- SCRAM (RFC 5802, RFC 7677): one salt and one number of rounds for a log-in, so that its password and each of its app passwords can
-- answer the same challenge; the keys of each in a row of their own.
alter table app_user add column scram_salt bytea not null default uuid_send(gen_random_uuid());
alter table app_user add column scram_rounds int not null default 100000;
create table scram_key (
  user_id    int not null references app_user on delete cascade,
  stored_key bytea not null,
  server_key bytea not null,
  app_id     int references app_password on delete cascade, -- null: the account's password
  primary key (user_id, stored_key)
);
create index scram_key_app on scram_key(app_id);
