/** Outlook's Autodiscover in its plain XML form ([MS-OXDSCLI], schema 2006a): a question with an address, an answer with servers. */
import { escapeXml, type MailServer } from './mail-servers.ts';

const requestSchema = 'http://schemas.microsoft.com/exchange/autodiscover/outlook/responseschema/2006a';

/** The address that is asked for; null when the question is none. Only this one element matters, so no XML parser is let at it. */
export function autodiscoverAddress(question: string): string | null {
  return /<EMailAddress>\s*([^<\s@]{1,64}@[^<\s@]{1,255}?)\s*<\/EMailAddress>/i.exec(question)?.[1]?.toLowerCase() ?? null;
}

export function autodiscoverAnswer(address: string, servers: MailServer[]): string {
  const blocks = servers.map(({ protocol, host, port, security }) =>
    [
      '      <Protocol>',
      `        <Type>${protocol.toUpperCase()}</Type>`,
      `        <Server>${escapeXml(host)}</Server>`,
      `        <Port>${port}</Port>`,
      `        <LoginName>${escapeXml(address)}</LoginName>`,
      '        <DomainRequired>off</DomainRequired>',
      '        <SPA>off</SPA>',
      `        <SSL>${security === 'TLS' ? 'on' : 'off'}</SSL>`,
      `        <Encryption>${security === 'TLS' ? 'SSL' : 'TLS'}</Encryption>`,
      '        <AuthRequired>on</AuthRequired>',
      '      </Protocol>',
    ].join('\n'),
  );
  return `<?xml version="1.0" encoding="utf-8"?>
<Autodiscover xmlns="http://schemas.microsoft.com/exchange/autodiscover/responseschema/2006">
  <Response xmlns="${requestSchema}">
    <Account>
      <AccountType>email</AccountType>
      <Action>settings</Action>
${blocks.join('\n')}
    </Account>
  </Response>
</Autodiscover>
`;
}
