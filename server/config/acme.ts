/** Settings of certificates that are obtained and renewed by ACME (RFC 8555). */
import { z } from 'zod';
import type { Take } from './take.ts';

export interface AcmeSettings {
  directoryUrl: string;
  /** Where the authority may write to. */
  email: string | null;
  /** Beside MAIL_HOSTNAME and what of our domains leads here. */
  names: string[];
  /** A program that is called with `add` or `remove`, a name, and the text of its TXT record; without it: HTTP-01 by our own port 80. */
  dnsHook: string | null;
  /** RFC 8555 §7.3.4, for authorities that want to know who asks. */
  externalAccount: { kid: string; hmacKey: string } | null;
}

const known: Record<string, string> = {
  letsencrypt: 'https://acme-v02.api.letsencrypt.org/directory',
  'letsencrypt-staging': 'https://acme-staging-v02.api.letsencrypt.org/directory',
};

export function acmeSettings(take: Take): AcmeSettings | null {
  const directory = take(
    'ACME',
    z
      .string()
      .refine(
        (text) => text === 'off' || text in known || (/^https?:/.test(text) && URL.canParse(text)),
        'it must be off, letsencrypt, letsencrypt-staging, or the address of a directory',
      ),
    'off',
  );
  const names = take(
    'ACME_NAMES',
    z
      .string()
      .transform((text) =>
        text
          .toLowerCase()
          .split(/[\s,]+/)
          .filter(Boolean),
      )
      .pipe(z.array(z.string().regex(/^(\*\.)?[a-z0-9-]+(\.[a-z0-9-]+)+$/, 'it must be names of hosts, such as mail.example.org'))),
    [],
  );
  const email = take('ACME_EMAIL', z.string().regex(/^[^@\s]+@[^@\s]+$/, 'it must be an address'), '') || null;
  const dnsHook = take('ACME_DNS_HOOK', z.string().regex(/^\//, 'it must be the whole path of a program'), '') || null;
  const pair = take('ACME_EXTERNAL_ACCOUNT', z.string().regex(/^\S+:\S+$/, 'it must be the id and the key, with a colon between'), '');
  if (directory === 'off') return null;
  const [kid = '', hmacKey = ''] = pair.split(':');
  return { directoryUrl: known[directory] ?? directory, email, names, dnsHook, externalAccount: pair ? { kid, hmacKey } : null };
}
