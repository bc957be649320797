-- A whole account elsewhere (folder `*`): how far each of its folders has been read, and what came of it.
create table fetched_folder (
  account_id int not null, fetch_id bigint not null,
  folder text not null,                                -- as the server there calls it
  uidvalidity text not null, next bigint not null,     -- UIDs below `next` are done
  found bigint not null default 0,                     -- messages in it when it was last looked at
  taken bigint not null default 0, already bigint not null default 0, refused bigint not null default 0,
  digest text not null,                                -- sum of the SHA-256 of all that is here now, modulo 2^256, in hexadecimal digits
  problems jsonb not null default '[]',                -- of the first refused ones: {uid, reason}
  done boolean not null default false,
  primary key (account_id, fetch_id, folder),
  foreign key (account_id, fetch_id) references fetched_account on delete cascade
);
