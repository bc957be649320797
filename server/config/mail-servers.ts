import type { MailServer } from '#lib/autoconfig/mail-servers.ts';
import { config } from './config.ts';

/** Where mail programs find this server, the preferred first: IMAP before POP3, TLS from the first byte before STARTTLS (RFC 8314 §3.3). */
export function mailServers(): MailServer[] {
  const { hostname: host, ports } = config();
  const all: MailServer[] = [
    { protocol: 'imap', host, port: ports.IMAPS_PORT, security: 'TLS' },
    { protocol: 'imap', host, port: ports.IMAP_PORT, security: 'STARTTLS' },
    { protocol: 'pop3', host, port: ports.POP3S_PORT, security: 'TLS' },
    { protocol: 'pop3', host, port: ports.POP3_PORT, security: 'STARTTLS' },
    { protocol: 'smtp', host, port: ports.SUBMISSIONS_PORT, security: 'TLS' },
    { protocol: 'smtp', host, port: ports.SUBMISSION_PORT, security: 'STARTTLS' },
  ];
  return all.filter(({ port }) => port !== 0); // 0: that listener is turned off
}
