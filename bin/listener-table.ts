/** What `posthorn start` says when everything serves. */
import type { Config, PortName } from '#server/config/config.ts';

const rows: [name: PortName, label: string, note: string][] = [
  ['HTTP_PORT', 'Webmail, admin and JMAP', ''],
  ['HTTPS_PORT', 'Webmail, admin and JMAP', 'TLS'],
  ['SMTP_PORT', 'SMTP, mail from other servers', 'STARTTLS'],
  ['SMTPS_PORT', 'SMTP', 'TLS'],
  ['SUBMISSION_PORT', 'Submission, mail programs send here', 'STARTTLS'],
  ['SUBMISSIONS_PORT', 'Submission', 'TLS'],
  ['LMTP_PORT', 'LMTP, mail from an MTA of your own', 'STARTTLS'],
  ['IMAP_PORT', 'IMAP', 'STARTTLS'],
  ['IMAPS_PORT', 'IMAP', 'TLS'],
  ['POP3_PORT', 'POP3', 'STLS'],
  ['POP3S_PORT', 'POP3', 'TLS'],
  ['MANAGESIEVE_PORT', 'ManageSieve, filters for mail programs', 'STARTTLS'],
];

/** What a person on this machine types into the browser: localhost counts as secure there, and an address of its own is listened on alone. */
export const hostToOpen = ({ listenHost }: Pick<Config, 'listenHost'>): string =>
  ['127.0.0.1', '::1', '0.0.0.0', '::'].includes(listenHost) ? 'localhost' : listenHost;

export function printListeners(config: Config, roles: string[]): void {
  const host = hostToOpen(config);
  const shown = rows.filter(([name]) => config.ports[name] !== 0 && roles.includes(name.startsWith('HTTP') ? 'web' : 'mail'));
  const table = shown.map(([name, label, note]) => {
    const port = config.ports[name];
    const scheme = { HTTP_PORT: 'http://', HTTPS_PORT: 'https://' }[name as string] ?? '';
    const address = scheme ? `${scheme}${host}:${port}` : `${config.listenHost}:${port}`;
    return [label, address, note];
  });
  const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0)) + 2;
  const lines = table.map(([label = '', address = '', note = '']) =>
    `  ${label.padEnd(width(0))}${address.padEnd(width(1))}${note}`.trimEnd(),
  );
  console.log(`\nPosthorn serves ${config.domain} as ${config.hostname}\n\n${lines.join('\n')}\n`);
}
