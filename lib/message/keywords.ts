/** Keywords and their bits. The well-known ones live in `mailbox_email.flags`, all others, lower-case, in `keywords`. */

export const Flag = {
  seen: 1,
  answered: 2,
  flagged: 4,
  deleted: 8, // IMAP only, per membership; never a JMAP keyword
  draft: 16,
  forwarded: 32,
  mdnSent: 64,
  junk: 128,
  notJunk: 256,
  phishing: 512,
} as const;

/** RFC 8621 §4.1.1 and the IMAP keyword registry. */
const named: readonly (readonly [bit: number, jmap: string, imap: string])[] = [
  [Flag.seen, '$seen', '\\Seen'],
  [Flag.answered, '$answered', '\\Answered'],
  [Flag.flagged, '$flagged', '\\Flagged'],
  [Flag.deleted, '\\deleted', '\\Deleted'],
  [Flag.draft, '$draft', '\\Draft'],
  [Flag.forwarded, '$forwarded', '$Forwarded'],
  [Flag.mdnSent, '$mdnsent', '$MDNSent'],
  [Flag.junk, '$junk', '$Junk'],
  [Flag.notJunk, '$notjunk', '$NotJunk'],
  [Flag.phishing, '$phishing', '$Phishing'],
];

/** The bit of a keyword in either spelling, any case; undefined for one that has none. */
export function bitOf(keyword: string): number | undefined {
  const lower = keyword.toLowerCase();
  return named.find(([, jmap, imap]) => jmap === lower || imap.toLowerCase() === lower)?.[0];
}

/** As IMAP prints them: `\Seen`, `$Forwarded`, then the others. */
export function imapFlags(flags: number, keywords: readonly string[] | null): string[] {
  return [...named.filter(([bit]) => flags & bit).map(([, , imap]) => imap), ...(keywords ?? [])];
}

/** As JMAP keeps them: `$seen` and so on; `\Deleted` is not one of them. */
export function jmapKeywords(flags: number, keywords: readonly string[] | null): Record<string, true> {
  const names = named.filter(([bit]) => bit !== Flag.deleted && flags & bit).map(([, jmap]) => jmap);
  return Object.fromEntries([...names, ...(keywords ?? [])].map((name) => [name, true as const]));
}

/** Splits any spelling of keywords into bits and the sorted, lower-case rest (null when there is none). */
export function splitKeywords(all: readonly string[]): { flags: number; keywords: string[] | null } {
  let flags = 0;
  const rest = new Set<string>();
  for (const keyword of all) {
    const bit = bitOf(keyword);
    if (bit) flags |= bit;
    else rest.add(keyword.toLowerCase());
  }
  return { flags, keywords: rest.size > 0 ? [...rest].sort() : null };
}
