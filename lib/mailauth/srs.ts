/**
 * The Sender Rewriting Scheme: what is forwarded leaves with a return path of ours, so that SPF passes, and a notice to that path finds its
 * way back. `SRS0=hash=day=domain=local@ours`; what another forwarder wrote becomes `SRS1=hash=forwarder==…`, which names the first alone.
 */
export interface SrsRules {
  /** Our domain, for the return path. */
  domain: string;
  /** Days since 1970. */
  day: number;
  /** A keyed hash of the text: letters and digits, read without regard to case. */
  hash: (text: string) => string;
}

const letters = 'abcdefghijklmnopqrstuvwxyz234567';
const days = 1024;
/** A queue tries for five days; a notice may take as long again. */
const validDays = 14;
const longestLocal = 64;

/** Null when the address would become longer than an address may be (RFC 5321 §4.5.3.1.1). */
export function rewriteSender(address: string, { domain, day, hash }: SrsRules): string | null {
  const at = address.lastIndexOf('@');
  const [local, from] = [address.slice(0, at), address.slice(at + 1)];
  const made = forwarded(local, from, day, hash);
  return made.length > longestLocal ? null : `${made}@${domain}`;
}

function forwarded(local: string, from: string, day: number, hash: SrsRules['hash']): string {
  const zero = /^SRS0[=+-](.*)$/i.exec(local);
  if (zero) return signed('SRS1', `${from}==${zero[1]}`, hash);
  const one = /^SRS1[=+-][^=]*=([^=]+==.*)$/i.exec(local);
  if (one?.[1]) return signed('SRS1', one[1], hash);
  return signed('SRS0', `${stamp(day)}=${from}=${local}`, hash);
}

export type Unwritten = { kind: 'address'; address: string } | { kind: 'notSrs' } | { kind: 'refused' };

/** Where a return path of ours leads back to. `refused`: it is not from us, or too old. */
export function readReturnPath(local: string, { day, hash }: Omit<SrsRules, 'domain'>): Unwritten {
  const match = /^(SRS[01])[=+-]([^=]*)=(.*)$/i.exec(local);
  if (!match) return { kind: 'notSrs' };
  const [, kind = '', given = '', rest = ''] = match;
  if (given.toLowerCase() !== hash(rest.toLowerCase()).toLowerCase()) return { kind: 'refused' };
  if (kind.toUpperCase() === 'SRS1') {
    const at = rest.indexOf('==');
    return at < 1 ? { kind: 'refused' } : { kind: 'address', address: `SRS0=${rest.slice(at + 2)}@${rest.slice(0, at)}` };
  }
  const zero = /^([^=]{2})=([^=]+)=(.+)$/.exec(rest);
  if (!zero) return { kind: 'refused' };
  const [, made = '', domain = '', user = ''] = zero;
  const age = (day - unstamp(made) + days * 2) % days;
  return age > validDays ? { kind: 'refused' } : { kind: 'address', address: `${user}@${domain}` };
}

// The case of what comes back is not to be relied on: the hash is over lower case.
const signed = (kind: string, text: string, hash: SrsRules['hash']) => `${kind}=${hash(text.toLowerCase())}=${text}`;

const stamp = (day: number) => `${letters[(day % days) >> 5] ?? ''}${letters[day & 31] ?? ''}`;
const unstamp = (text: string) => letters.indexOf(text[0]?.toLowerCase() ?? '') * 32 + letters.indexOf(text[1]?.toLowerCase() ?? '');
