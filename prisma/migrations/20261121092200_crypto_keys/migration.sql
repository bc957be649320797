-- Keys for encrypted and signed mail, of the account itself and of the people it writes to. A secret key is here only enciphered with a
-- passphrase that the server never sees.
create table crypto_key (
  account_id int not null references account on delete cascade,
  key_id     text not null,                              -- kind and fingerprint
  kind       text not null,                              -- 'openpgp' or 'smime'
  emails     text[] not null,                            -- lower case
  public_key text not null,                              -- armored key, or certificates as PEM
  secret     jsonb,                                      -- {v, iterations, salt, iv, data}; null: somebody else's
  source     text not null,                              -- where it came from: own, file, message, autocrypt, wkd
  trusted    boolean not null default false,             -- the person has compared the fingerprint, or it is their own
  encrypt_by_default boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (account_id, key_id)
);
create index crypto_key_emails on crypto_key using gin (emails);
