/** What `posthorn start` says when everything serves. */
import { networkInterfaces } from 'node:os';
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

const everywhere = ['0.0.0.0', '::'];
/** What a person on this machine types into the browser: localhost counts as secure there, and an address of its own is listened on alone. */
const hostToOpen = ({ listenHost }: Config): string =>
  ['127.0.0.1', '::1', ...everywhere].includes(listenHost) ? 'localhost' : listenHost;

/** As people write it: without the port that goes without saying. */
const webAddress = (scheme: 'http' | 'https', host: string, port: number): string =>
  `${scheme}://${host.includes(':') ? `[${host}]` : host}${port === { http: 80, https: 443 }[scheme] ? '' : `:${port}`}`;

/**
 * Where the web is opened: on this machine, and from elsewhere (by its addresses, as the names may not be published yet), where plain HTTP is
 * not served.
 */
function placesToOpen(config: Config): string[] {
  const { ports, listenHost, publicUrl } = config;
  if (publicUrl) return [publicUrl.replace(/\/$/, '')];
  const here = webAddress('http', hostToOpen(config), ports.HTTP_PORT);
  if (!everywhere.includes(listenHost) || ports.HTTPS_PORT === 0) return [here];
  const outer = Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).filter((one) => !one.internal && one.family === 'IPv4'),
  );
  return [here, ...outer.map(({ address }) => webAddress('https', address, ports.HTTPS_PORT))];
}

export function printListeners(config: Config, roles: string[]): void {
  const host = hostToOpen(config);
  const shown = rows.filter(([name]) => config.ports[name] !== 0 && roles.includes(name.startsWith('HTTP') ? 'web' : 'mail'));
  const table = shown.map(([name, label, note]) => {
    const port = config.ports[name];
    if (name === 'HTTP_PORT') return [label, webAddress('http', host, port), note];
    if (name === 'HTTPS_PORT') return [label, webAddress('https', host, port), note];
    return [label, `${config.listenHost}:${port}`, note];
  });
  const width = (column: number) => Math.max(...table.map((row) => row[column]?.length ?? 0)) + 2;
  const lines = table.map(([label = '', address = '', note = '']) =>
    `  ${label.padEnd(width(0))}${address.padEnd(width(1))}${note}`.trimEnd(),
  );
  console.log(`\nPosthorn serves ${config.domain} as ${config.hostname}\n\n${lines.join('\n')}\n`);
}

/** The way in, while there is no administrator. */
export function printSetupLink(config: Config, path: string): void {
  const [here = '', ...elsewhere] = placesToOpen(config).map((place) => `  ${place}${path}`);
  const more =
    elsewhere.length > 0
      ? ['', '  From another machine (the browser warns: the certificate is not one of an authority yet):', ...elsewhere]
      : [];
  console.log(['', '  No administrator yet. Open this link once to set up:', here, ...more, ''].join('\n'));
}
