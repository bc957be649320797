/** What STATUS is asked for (RFC 9051 §6.3.11, RFC 7162 §3.1.7, RFC 8438, RFC 7889 §4, RFC 8474 §4.3, RFC 9208 §4.1.4). */
import { SyntaxProblem, type Cursor } from '../wire/cursor.ts';

const items = [
  'MESSAGES',
  'RECENT',
  'UIDNEXT',
  'UIDVALIDITY',
  'UNSEEN',
  'DELETED',
  'DELETED-STORAGE',
  'SIZE',
  'HIGHESTMODSEQ',
  'APPENDLIMIT',
  'MAILBOXID',
] as const;
export type StatusItem = (typeof items)[number];

export function parseStatusItems(cursor: Cursor): StatusItem[] {
  const wanted = cursor.list(() => {
    const word = cursor.word();
    const item = items.find((name) => name === word);
    if (!item) throw new SyntaxProblem(`${word} is not known to STATUS`);
    return item;
  });
  if (wanted.length === 0) throw new SyntaxProblem('no item is named');
  return [...new Set(wanted)];
}
