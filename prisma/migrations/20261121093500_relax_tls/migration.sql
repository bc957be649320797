-- "TLS-Required: No" (RFC 8689 §5): it is sent even where the policies of the other side forbid it. Reports about TLS are (RFC 8460 §5.3).
alter table queue_message add column relax_tls boolean not null default false;
