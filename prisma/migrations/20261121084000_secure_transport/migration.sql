-- Policies of other domains (RFC 8461 §3.3), kept until they expire, and what came of TLS with them (RFC 8460): counted by day.
create table sts_policy (
  domain text primary key,
  policy_id text not null,                             -- of the TXT record that it was fetched for
  mode text not null,                                  -- enforce testing none
  mx text[] not null,
  body text not null,                                  -- as it was served, for reports
  fetched_at timestamptz not null, expires_at timestamptz not null,
  failed_at timestamptz                                -- of the last fetch that failed
);
create table tls_result (
  day date not null, domain text not null,
  policy_type text not null,                           -- tlsa sts no-policy-found
  mx_host text not null, receiving_address text not null,
  result text not null,                                -- successful, or a result type of RFC 8460 §4.3
  policy_strings text[] not null default '{}', mx_patterns text[] not null default '{}',
  sessions int not null default 1,
  primary key (day, domain, policy_type, mx_host, receiving_address, result)
);
