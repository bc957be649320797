/** Mozilla's autoconfiguration file, version 1.1 (draft-ietf-mailmaint-autoconfig): Thunderbird, K-9, FairEmail and others read it. */
import { escapeXml, type MailServer } from './mail-servers.ts';

/** Servers in the order of preference. `%EMAILADDRESS%` is filled in by the program, so the file is the same for everybody. */
export function mozillaConfig(domain: string, servers: MailServer[]): string {
  const blocks = servers.map(({ protocol, host, port, security }) => {
    const element = protocol === 'smtp' ? 'outgoingServer' : 'incomingServer';
    return [
      `    <${element} type="${protocol}">`,
      `      <hostname>${escapeXml(host)}</hostname>`,
      `      <port>${port}</port>`,
      `      <socketType>${security === 'TLS' ? 'SSL' : 'STARTTLS'}</socketType>`,
      '      <username>%EMAILADDRESS%</username>',
      '      <authentication>password-cleartext</authentication>',
      `    </${element}>`,
    ].join('\n');
  });
  return `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1">
  <emailProvider id="${escapeXml(domain)}">
    <domain>${escapeXml(domain)}</domain>
    <displayName>${escapeXml(domain)}</displayName>
    <displayShortName>${escapeXml(domain)}</displayShortName>
${blocks.join('\n')}
  </emailProvider>
</clientConfig>
`;
}
