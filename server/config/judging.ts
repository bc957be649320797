/** Settings about what is believed and what is junk. */
import { z } from 'zod';
import type { Take } from './take.ts';

export interface JudgingSettings {
  /** Domains whose ARC seals are believed: what passed DMARC there is not refused here (RFC 8617 §7.2.1). */
  arcTrustedSealers: string[];
  /** DNS lists of bad senders, each with the points that a listing costs. */
  dnsBlockLists: { zone: string; points: number }[];
  /** DNS lists of bad domains, asked about those in links. */
  linkBlockLists: { zone: string; points: number }[];
  /** From this score on mail goes to Junk, or is held for an administrator. */
  spamScore: number;
  quarantineScore: number;
  /** Asked about each message when set: Rspamd by HTTP, clamd by host and port or by the path of its socket. */
  rspamdUrl: string | null;
  clamavAddress: string | null;
  /** When one of them does not answer: the sender is asked to come again, or the message is taken with a note that it was not looked at. */
  scannerDown: 'defer' | 'accept';
  /** How long held mail waits for an administrator. */
  quarantineDays: number;
  /** Logos of senders (BIMI): none, those that a certificate vouches for, or also those that a domain just says are its own. */
  bimi: 'off' | 'verified' | 'self-asserted';
  /** Sends DMARC aggregate and TLS reports once a day to the domains that ask for them. */
  sendReports: boolean;
}

/** `take` reads and checks one variable; `fallback` stands where it is unset. */
export function judgingSettings(take: Take): JudgingSettings {
  const words = z.string().transform((text) =>
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  );
  const score = z
    .string()
    .regex(/^\d+(\.\d+)?$/, 'it must be a number, such as 5 or 7.5')
    .transform(Number);
  const days = z
    .string()
    .regex(/^\d{1,4}$/, 'it must be a number of days, such as 30')
    .transform(Number)
    .pipe(z.number().min(1, 'it must be at least 1'));
  const list = z.string().regex(/^[a-z0-9.-]+(=\d+(\.\d+)?)?$/, 'it must be zones, each with its points: zen.spamhaus.org=4 bl.example=2');
  const zones = words.pipe(z.array(list)).transform((all) =>
    all.map((one) => {
      const [zone = '', points = '3'] = one.split('=');
      return { zone, points: Number(points) };
    }),
  );
  return {
    arcTrustedSealers: take('ARC_TRUSTED_SEALERS', words, ['google.com', 'microsoft.com', 'messagingengine.com']),
    dnsBlockLists: take('DNS_BLOCK_LISTS', zones, []),
    linkBlockLists: take('LINK_BLOCK_LISTS', zones, []),
    spamScore: take('SPAM_SCORE', score, 5),
    quarantineScore: take('QUARANTINE_SCORE', score, 100),
    rspamdUrl:
      take(
        'RSPAMD_URL',
        z.string().refine((text) => /^https?:/.test(text) && URL.canParse(text), 'it must be an address, such as http://127.0.0.1:11333'),
        '',
      ) || null,
    clamavAddress:
      take(
        'CLAMAV_ADDRESS',
        z.string().regex(/^(\/.+|[^\s/]+:\d+)$/, 'it must be host:port, such as 127.0.0.1:3310, or the path of a socket'),
        '',
      ) || null,
    scannerDown: take('SCANNER_DOWN', z.enum(['defer', 'accept'], { error: 'it must be defer or accept' }), 'defer'),
    quarantineDays: take('QUARANTINE_DAYS', days, 30),
    bimi: take('BIMI', z.enum(['off', 'verified', 'self-asserted'], { error: 'it must be off, verified or self-asserted' }), 'verified'),
    sendReports: take('SEND_REPORTS', z.enum(['yes', 'no'], { error: 'it must be yes or no' }), 'yes') === 'yes',
  };
}
