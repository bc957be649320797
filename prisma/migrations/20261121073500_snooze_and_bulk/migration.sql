-- Emails put away until a time. The row lives as long as the snooze does; where the email was taken from is kept for putting it back.
create table snooze (
  account_id int not null references account on delete cascade,
  email_id   bigint not null,
  wake_at    timestamptz not null,
  taken_from int[] not null,                             -- mailboxes it left
  primary key (account_id, email_id)
);
create index snooze_due on snooze (wake_at);

-- One change of everything that a query finds. What is to be changed is fixed at the start; each batch keeps what undoing it needs.
create table bulk_change (
  bulk_id     bigint generated always as identity primary key,
  account_id  int not null references account on delete cascade,
  change      jsonb not null,
  state       text not null check (state in ('running', 'done', 'undoing', 'undone', 'failed')),
  total       int not null,
  done        int not null default 0,
  reason      text,
  created_at  timestamptz not null default now(),
  lease_until timestamptz not null
);
create index bulk_change_account on bulk_change (account_id, bulk_id);
create index bulk_change_running on bulk_change (lease_until) where state in ('running', 'undoing');

create table bulk_batch (
  bulk_id   bigint not null references bulk_change on delete cascade,
  n         int not null,
  email_ids bigint[] not null,
  before    jsonb,                                       -- [[email, [mailboxes], flags, keywords]], written before the change is
  applied   boolean not null default false,
  primary key (bulk_id, n)
);
