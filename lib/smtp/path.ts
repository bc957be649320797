/** The arguments of MAIL and RCPT (RFC 5321 §4.1.2), with the blank after the colon that people and old programs write. */
export interface PathArgument {
  /** '' is the null path `<>`. */
  address: string;
  /** Upper-case name to value; null when it has none. */
  parameters: Map<string, string | null>;
}

/** `FROM:<a@b> SIZE=5`. Null for what is no path. Source routes are dropped (RFC 5321 §C). */
export function parsePathArgument(argument: string, word: 'FROM' | 'TO'): PathArgument | null {
  const start = new RegExp(`^${word}[ \\t]*:[ \\t]*`, 'i').exec(argument);
  if (!start) return null;
  const rest = argument.slice(start[0].length);
  const found = takePath(rest);
  // RFC 5321 §4.1.1.3: postmaster without a domain is a recipient, and nobody's return path.
  if (!found || (word === 'FROM' && found.address !== '' && !found.address.includes('@'))) return null;
  const after = rest.slice(found.length);
  if (after !== '' && !/^[ \t]/.test(after)) return null;
  const parameters = parseParameters(after);
  return parameters && { address: found.address, parameters };
}

function takePath(text: string): { address: string; length: number } | null {
  if (!text.startsWith('<')) {
    // Not allowed, and common all the same in hand-typed dialogues.
    const bare = /^[^\s<>]+/.exec(text)?.[0];
    return bare && isMailbox(bare) ? { address: bare, length: bare.length } : null;
  }
  const match = /^<((?:"(?:[^"\\]|\\.)*"|[^<>"])*)>/.exec(text);
  if (!match) return null;
  const address = (match[1] ?? '').trim().replace(/^@[^:]*:/, '');
  return address === '' || isMailbox(address) || address.toLowerCase() === 'postmaster' ? { address, length: match[0].length } : null;
}

function parseParameters(text: string): Map<string, string | null> | null {
  const found = new Map<string, string | null>();
  for (const word of text.split(/[ \t]+/).filter(Boolean)) {
    const match = /^([A-Za-z0-9][A-Za-z0-9-]*)(?:=([^\s=]+))?$/.exec(word);
    if (!match?.[1] || found.has(match[1].toUpperCase())) return null;
    found.set(match[1].toUpperCase(), match[2] ?? null);
  }
  return found;
}

// U+FFFD stands for octets that are no UTF-8 (RFC 6531 §3.3): whoever is meant, nobody can write back.
const quoted = /^"(?:[^"\\\p{Cc}\ufffd]|\\[^\p{Cc}\ufffd])*"$/u;
const atoms = /^[^\s"(),:;<>@[\]\\.\p{Cc}\ufffd]+(?:\.[^\s"(),:;<>@[\]\\.\p{Cc}\ufffd]+)*$/u;
const literal = /^\[[0-9A-Za-z:.]+\]$/;
const labels = /^[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*(?:\.[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]*)*\.?$/u;

/** RFC 5321 §4.1.2 and §4.5.3.1, RFC 6531 §3.3: a dot-string or a quoted string, at a domain or an address literal. */
export function isMailbox(text: string): boolean {
  const at = text.lastIndexOf('@');
  const [local, domain] = [text.slice(0, at), text.slice(at + 1)];
  if (at < 1 || octets(local) > 64 || octets(domain) > 255) return false;
  return (quoted.test(local) || atoms.test(local)) && (literal.test(domain) || labels.test(domain));
}

/** RFC 5321 §4.1.2: `"bob"@b.example` is bob@b.example; what needs its quotes keeps them. */
export function withoutQuotes(address: string): string {
  const [, written, domain = ''] = /^"(.*)"@([^@]*)$/su.exec(address.trim()) ?? [];
  if (written === undefined) return address;
  const plain = written.replaceAll(/\\(.)/gsu, '$1');
  return atoms.test(plain) ? `${plain}@${domain}` : address;
}

const octets = (text: string): number => new TextEncoder().encode(text).length;

/** The domain part, lower-case; the whole when there is no at sign. */
export const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1).toLowerCase();
