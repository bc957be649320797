/** Where the mail of well-known providers is read, so that an address is enough to begin with. */
export interface MailServerGuess {
  protocol: 'imap' | 'pop3';
  host: string;
  port: number;
  security: 'tls' | 'starttls';
}
const hosts: Record<string, string> = {
  ...{ 'gmail.com': 'imap.gmail.com', 'googlemail.com': 'imap.gmail.com', 'outlook.com': 'outlook.office365.com' },
  ...{ 'hotmail.com': 'outlook.office365.com', 'live.com': 'outlook.office365.com', 'yahoo.com': 'imap.mail.yahoo.com' },
  ...{ 'icloud.com': 'imap.mail.me.com', 'me.com': 'imap.mail.me.com', 'mac.com': 'imap.mail.me.com', 'aol.com': 'imap.aol.com' },
  ...{
    'gmx.de': 'imap.gmx.net',
    'gmx.net': 'imap.gmx.net',
    'gmx.com': 'imap.gmx.com',
    'web.de': 'imap.web.de',
    't-online.de': 'secureimap.t-online.de',
  },
  ...{ 'orange.fr': 'imap.orange.fr', 'free.fr': 'imap.free.fr', 'laposte.net': 'imap.laposte.net', 'fastmail.com': 'imap.fastmail.com' },
};

/** Of another domain, what most of them have. Null: that is no address. */
export function guessServer(email: string): MailServerGuess | null {
  const domain = /^[^@\s]+@([^@\s]+\.[^@\s]+)$/.exec(email.trim())?.[1]?.toLowerCase();
  return domain ? { protocol: 'imap', host: hosts[domain] ?? `imap.${domain}`, port: 993, security: 'tls' } : null;
}

export const usualPort = (protocol: 'imap' | 'pop3', security: 'tls' | 'starttls'): number =>
  protocol === 'imap' ? (security === 'tls' ? 993 : 143) : security === 'tls' ? 995 : 110;
