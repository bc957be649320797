-- Ways to sign in beside the password: passkeys, one-time passwords (app_user.totp_secret, sealed), recovery codes.
alter table app_user add column totp_step bigint not null default 0;  -- the last step that was used: a code works once (RFC 6238 §5.2)

create table passkey (
  credential_id bytea primary key,
  user_id    int not null references app_user on delete cascade,
  label      text not null,
  public_key bytea not null,                           -- COSE
  counter    bigint not null default 0,
  transports text[] not null default '{}',
  created_at timestamptz not null default now(),
  used_at    timestamptz
);
create index passkey_user on passkey(user_id);

create table recovery_code (
  user_id int not null references app_user on delete cascade,
  lookup  bytea not null,                              -- keyed hash under the installation's secret
  primary key (user_id, lookup)
);
