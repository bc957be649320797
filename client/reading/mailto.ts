/** A mailto: link (RFC 6068) as the start of a letter. What it may set is what the reader then sees; Bcc and others are left out (§7). */
import type { ComposeRequest } from '../compose/compose-request.ts';

export function readMailto(href: string): ComposeRequest & { kind: 'new' } {
  const [addresses = '', query = ''] = href.replace(/^mailto:/i, '').split('?', 2);
  const fields = new Map<string, string>();
  for (const pair of query.split('&')) {
    const [name = '', value = ''] = pair.split('=', 2);
    fields.set(decoded(name).toLowerCase(), decoded(value));
  }
  const to = [decoded(addresses), fields.get('to')].filter(Boolean).join(', ');
  const [cc, subject, text] = ['cc', 'subject', 'body'].map((name) => fields.get(name));
  return {
    kind: 'new',
    to,
    ...(cc ? { cc } : {}),
    ...(subject ? { subject } : {}),
    ...(text ? { text: text.replaceAll('\r\n', '\n') } : {}),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
