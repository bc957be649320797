/** mailto URIs (RFC 6068) as notifications use them (RFC 5436 §2). */
import { addressIn } from '../check/constants.ts';

export interface Mailto {
  to: string[];
  cc: string[];
  subject: string | null;
  body: string | null;
  /** Others that may be set. */
  headers: [name: string, value: string][];
}

/** RFC 5436 §2.7: fields that a URI may not set. */
const unsafe = new Set([
  ...['from', 'sender', 'date', 'message-id', 'auto-submitted', 'received', 'bcc', 'return-path', 'reply-to', 'mime-version'],
  ...['content-type', 'content-transfer-encoding', 'dkim-signature', 'references', 'in-reply-to'],
]);
const mostRecipients = 10;

/** Null for what is none, or names nobody. */
export function readMailto(uri: string): Mailto | null {
  const match = /^mailto:([^?#]*)(?:\?([^#]*))?/i.exec(uri);
  if (!match) return null;
  const found: Mailto = { to: [], cc: [], subject: null, body: null, headers: [] };
  const addresses = (text: string): string[] | null => {
    const all = text
      .split(',')
      .filter((one) => one.trim() !== '')
      .map((one) => addressIn(decode(one) ?? ''));
    return all.every((one) => one !== null) ? all : null;
  };
  const to = addresses(match[1] ?? '');
  if (!to) return null;
  found.to.push(...to);
  for (const pair of (match[2] ?? '').split('&').filter(Boolean)) {
    const [name, value] = [decode(pair.split('=')[0] ?? ''), decode(pair.slice(pair.indexOf('=') + 1))];
    if (name === null || value === null || !pair.includes('=')) return null;
    const lower = name.toLowerCase();
    if (lower === 'to' || lower === 'cc') {
      const more = addresses(pair.slice(pair.indexOf('=') + 1));
      if (!more) return null;
      found[lower].push(...more);
    } else if (lower === 'subject') found.subject = value;
    else if (lower === 'body') found.body = value;
    else if (!unsafe.has(lower) && /^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(name)) found.headers.push([name, value]);
  }
  const count = found.to.length + found.cc.length;
  return count > 0 && count <= mostRecipients ? found : null;
}

/** Percent signs undone; null when that is no UTF-8. */
function decode(text: string): string | null {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return null;
  const octets: number[] = [];
  for (const part of text.match(/%[0-9A-Fa-f]{2}|[^%]+/g) ?? []) {
    if (part.startsWith('%')) octets.push(Number.parseInt(part.slice(1), 16));
    else octets.push(...new TextEncoder().encode(part));
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(octets));
  } catch {
    return null;
  }
}
