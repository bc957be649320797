/** One spelling of each address: lower-case, Unicode composed, the domain as A-labels (RFC 5890 §2.3.2.1). */
import { domainToASCII } from 'node:url';

export interface Address {
  localpart: string;
  domain: string;
  /** Both joined again. */
  email: string;
}

/** Null for what cannot be a mailbox of ours: RFC 5321 §4.5.3.1 lengths, dot-atom or any UTF-8 (RFC 6531) without blanks and specials. */
export function parseAddress(text: string): Address | null {
  const at = text.trim().lastIndexOf('@');
  const localpart = text.trim().slice(0, at).normalize('NFC').toLowerCase();
  const domain = normaliseDomain(text.trim().slice(at + 1));
  if (at < 1 || domain === null || Buffer.byteLength(localpart) > 64) return null;
  if (!/^[^\s"(),:;<>@[\]\\\p{C}]+$/u.test(localpart) || /^\.|\.\.|\.$/.test(localpart)) return null;
  return { localpart, domain, email: `${localpart}@${domain}` };
}

/** Null for what is no domain name (RFC 1035 §2.3.4; single labels such as `localhost` are allowed). */
export function normaliseDomain(text: string): string | null {
  if (/[\s/?#@:%\\]/.test(text.trim())) return null; // domainToASCII would cut there, as in an URL
  const ascii = domainToASCII(text.trim().replace(/\.$/, '').toLowerCase());
  if (ascii.length === 0 || ascii.length > 253 || /^[\d.]+$/.test(ascii)) return null; // digits alone are an IP address
  return ascii.split('.').every((label) => /^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$/.test(label)) ? ascii : null;
}

/** `bob+lists` → `bob` (RFC 5233 subaddress); null without one. */
export function withoutSubaddress(localpart: string): string | null {
  const plus = localpart.indexOf('+');
  return plus > 0 ? localpart.slice(0, plus) : null;
}
