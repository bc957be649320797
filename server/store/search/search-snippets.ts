/** SearchSnippet/get (RFC 8621 §5): where the words stand, as HTML with nothing but `<mark>` in it. */
import { rows } from '../database.ts';
import { fold, separator } from './words.ts';
import { isThere } from '../reads/emails.ts';

export interface Snippet {
  emailId: number;
  /** Null when no word stands there. */
  subject: string | null;
  preview: string | null;
}

/** In the order asked for; emails that are not there are absent. */
export async function searchSnippets(accountId: number, emailIds: number[], words: string[]): Promise<Snippet[]> {
  const found = await rows<{ id: number; subject: string; preview: string; body: string | null }>(
    `select e.email_id as id, e.subject, e.preview, split_part(t.body, $3, 1) as body
     from unnest($2::bigint[]) as k(id) join email e on e.account_id = $1 and e.email_id = k.id
       left join email_text t using (account_id, email_id)
     where ${isThere}`,
    [accountId, emailIds, separator],
  );
  const needles = words.map(fold).filter((word) => word !== '');
  const byId = new Map(found.map((row) => [row.id, row]));
  return emailIds.flatMap((emailId) => {
    const row = byId.get(emailId);
    if (!row) return [];
    const preview = marked(row.preview, needles) ?? marked(around(row.body ?? '', needles), needles);
    return [{ emailId, subject: marked(row.subject, needles), preview }];
  });
}

const before = 60;
const length = 200; // RFC 8621 §5: at most 255 octets is advised

/** A piece of the text with the first word in it, from and to blanks. */
function around(text: string, needles: string[]): string {
  const places = needles.map((needle) => text.indexOf(needle)).filter((at) => at >= 0);
  if (places.length === 0) return '';
  const from = Math.max(0, Math.min(...places) - before);
  const start = from === 0 ? 0 : text.indexOf(' ', from) + 1 || from;
  const piece = text
    .slice(start, start + length)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return `${start > 0 ? '… ' : ''}${piece}${start + length < text.length ? ' …' : ''}`;
}

/** Null when no word stands in the text. Everything but our marks is escaped. */
function marked(text: string, needles: string[]): string | null {
  const folded = [...text].map((character) => fold(character));
  const starts: number[] = [];
  let flat = '';
  for (const piece of folded) {
    starts.push(flat.length);
    flat += piece;
  }
  const inside = new Set<number>();
  for (const needle of needles) {
    for (let at = flat.indexOf(needle); at >= 0; at = flat.indexOf(needle, at + needle.length)) {
      starts.forEach((start, n) => start + (folded[n]?.length ?? 0) > at && start < at + needle.length && inside.add(n));
    }
  }
  if (inside.size === 0) return null;
  return [...text]
    .map(
      (character, n) =>
        `${inside.has(n) && !inside.has(n - 1) ? '<mark>' : ''}${escape(character)}${inside.has(n) && !inside.has(n + 1) ? '</mark>' : ''}`,
    )
    .join('');
}

function escape(character: string): string {
  const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
  return names[character] ?? character;
}
