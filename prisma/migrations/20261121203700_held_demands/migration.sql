-- RFC 8689: what is released to other servers must not go in clear text when its sender demanded TLS all the way.
alter table quarantine add column require_tls boolean not null default false;
