/** Recipients as typed or pasted: divided by commas, semicolons or line ends, with or without a name; a group is taken apart. */
export interface Recipient {
  name: string | null;
  email: string;
}
/** Offered while one types. A group stands for its members, and is none itself. */
export interface Suggestion extends Recipient {
  members?: Recipient[];
}

/** "Alice Martin <alice@crepes.fr>, bob@hamburger.edu; ..." Quotes and comments in parentheses are honoured as in RFC 5322 §3.4. */
export function parseRecipients(text: string): Recipient[] {
  return divide(text)
    .map(parseOne)
    .filter((recipient) => recipient.email !== '');
}

/** Good enough to try: one `@`, something before it, and a domain. What exists is for the server to say. */
export function isAddress(email: string): boolean {
  return /^[^\s@<>(),;:"[\]]+@[^\s@<>(),;:"[\]]+$/u.test(email) && !/(^\.|\.\.|\.@|@\.|\.$)/.test(email);
}

export function formatRecipient({ name, email }: Recipient): string {
  if (!name) return email;
  return /[",;:<>@()[\]\\.]/.test(name) ? `"${name.replace(/(["\\])/g, '\\$1')}" <${email}>` : `${name} <${email}>`;
}

/** Keeps the first of each address, whatever its case. */
export function withoutDoubles(recipients: Recipient[]): Recipient[] {
  const seen = new Set<string>();
  return recipients.filter(({ email }) => {
    const key = email.toLowerCase();
    return seen.has(key) ? false : Boolean(seen.add(key));
  });
}

function divide(text: string): string[] {
  const parts: string[] = [];
  let part = '';
  let quoted = false;
  let angled = false;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (quoted && char === '\\') {
      part += char + (text[++at] ?? '');
      continue;
    }
    if (char === '"') quoted = !quoted;
    else if (!quoted && char === '<') angled = true;
    else if (!quoted && char === '>') angled = false;
    if (char === ':' && !quoted && !angled && /^\s*[^@]+$/.test(part) && !/^\s*mailto$/i.test(part)) {
      part = ''; // RFC 5322 §3.4: "Friends: bob@hamburger.edu, …;"
      continue;
    }
    const divides = char === '\n' || char === '\r' || (!quoted && !angled && (char === ',' || char === ';'));
    if (divides) {
      parts.push(part);
      part = '';
      quoted = false;
      angled = false;
    } else part += char;
  }
  parts.push(part);
  return parts.map((one) => one.trim()).filter(Boolean);
}

function parseOne(text: string): Recipient {
  const angle = /^(.*?)<\s*([^<>]*?)\s*>[^<>]*$/s.exec(text);
  if (angle) return { name: unquote(angle[1] ?? '') || null, email: stripMailto(angle[2] ?? '') };
  const comment = /^(\S+@\S+)\s*\(([^()]*)\)$/.exec(text); // the old form: bob@hamburger.edu (Bob)
  if (comment) return { name: comment[2]?.trim() || null, email: stripMailto(comment[1] ?? '') };
  const words = text.split(/\s+/);
  const last = words.at(-1) ?? '';
  if (words.length > 1 && isAddress(last)) return { name: unquote(words.slice(0, -1).join(' ')) || null, email: last };
  return { name: null, email: stripMailto(text) };
}

function unquote(text: string): string {
  const trimmed = text.trim();
  const inner = /^"(.*)"$/s.exec(trimmed) ?? /^'(.*)'$/s.exec(trimmed);
  return (inner?.[1] ?? trimmed).replace(/\\(.)/g, '$1').trim();
}

const stripMailto = (text: string) => text.trim().replace(/^mailto:/i, '');
