-- Greylisting (RFC 6647): which network has brought mail from one address to another, and whether it came again.
create table greylist (
  triplet  bytea primary key,                          -- sha256 of network, sender, recipient
  first_at timestamptz not null,
  last_at  timestamptz not null,
  passed   boolean not null default false
);
create index greylist_last on greylist(last_at);
