/** What a mail program must know to set itself up for an address: the same facts, written in each vendor's format beside this file. */
export interface MailServer {
  protocol: 'imap' | 'pop3' | 'smtp';
  host: string;
  port: number;
  security: 'TLS' | 'STARTTLS';
}

export const escapeXml = (text: string): string =>
  text.replace(/[<>&'"]/g, (character) => `&#${character.charCodeAt(0)};`).replace(/[^\t\n\r\u0020-\uFFFD\u{10000}-\u{10FFFF}]/gu, '');
