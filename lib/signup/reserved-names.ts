/** Names that a stranger must not get: those with a meaning for other servers (RFC 2142), for certificates, and for people who trust them. */
const reserved = new Set([
  ...['abuse', 'noc', 'security', 'postmaster', 'hostmaster', 'usenet', 'news', 'webmaster', 'www', 'uucp', 'ftp', 'info', 'marketing'],
  ...[
    'sales',
    'support',
    'mailer-daemon',
    'daemon',
    'root',
    'admin',
    'administrator',
    'sysadmin',
    'system',
    'operator',
    'help',
    'helpdesk',
  ],
  ...['ssladmin', 'sslwebmaster', 'ssladministrator', 'certmaster', 'ca', 'pki', 'acme', 'dmarc-reports', 'tls-reports', 'dmarc', 'tlsrpt'],
  ...[
    'billing',
    'payment',
    'payments',
    'accounts',
    'account',
    'invoice',
    'legal',
    'privacy',
    'dpo',
    'press',
    'jobs',
    'hr',
    'contact',
    'team',
  ],
  ...[
    'office',
    'mail',
    'email',
    'imap',
    'pop',
    'pop3',
    'smtp',
    'autoconfig',
    'autodiscover',
    'mta-sts',
    'noreply',
    'no-reply',
    'donotreply',
  ],
  ...[
    'bounce',
    'bounces',
    'everyone',
    'all',
    'staff',
    'list',
    'lists',
    'owner',
    'request',
    'test',
    'guest',
    'null',
    'nobody',
    'me',
    'posthorn',
  ],
]);

/** Also `admin1`, `ad-min` and `a.d.m.i.n`. */
export function isReservedName(localpart: string): boolean {
  const name = localpart.toLowerCase();
  return reserved.has(name) || reserved.has(name.replaceAll(/[._-]/g, '')) || reserved.has(name.replaceAll(/[\d._-]+$/g, ''));
}

/** What strangers may call themselves: ASCII, so that nobody looks like somebody else. */
export const isOpenName = (localpart: string): boolean => /^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9])){2,39}$/.test(localpart);
