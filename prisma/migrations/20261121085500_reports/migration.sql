-- What DMARC found, counted by day: what aggregate reports are made from. A row is told apart by the hash of its details.
create table dmarc_result (
  day date not null,
  policy_domain text not null,
  key bytea not null,
  record text not null,
  detail jsonb not null,
  messages int not null default 1,
  changed_at timestamptz not null default now(),
  constraint dmarc_result_pkey primary key (day, policy_domain, key)
);
-- Reports that went out, or that nobody wanted: each is made once.
create table report_sent (
  kind text not null,
  domain text not null,
  day date not null,
  report_id text not null,
  recipients text[] not null,
  at timestamptz not null default now(),
  constraint report_sent_pkey primary key (kind, domain, day)
);
-- Reports that others sent about domains of ours.
create table report_received (
  report_no bigserial not null,
  kind text not null,
  domain text not null,
  org text not null,
  report_id text not null,
  sender text not null,
  verified boolean not null,
  begins_at timestamptz not null,
  ends_at timestamptz not null,
  received_at timestamptz not null default now(),
  passed int not null,
  failed int not null,
  body jsonb not null,
  constraint report_received_pkey primary key (report_no)
);
create unique index report_received_report on report_received (kind, domain, org, report_id);
create index report_received_received_at on report_received (received_at);
