/** SEARCH and ESEARCH (RFC 9051 §7.3.4, RFC 3501 §7.2.5, RFC 4731). */
import { encodeString } from '#lib/imap/encode.ts';
import { encodeSet } from '#lib/imap/sequence-set.ts';
import type { SearchReturn } from '#lib/imap/search-key.ts';
import type { Call } from '../session/command.ts';
import type { View } from '../session/view.ts';

export function searchReply(
  view: View,
  found: readonly number[],
  returns: Set<SearchReturn> | null,
  call: Call,
  withModseq: boolean,
): string {
  const numbers = call.uid ? found.map((index) => view.uid(index)) : found.map((index) => index + 1);
  const modseqOf = (indexes: readonly number[]) => indexes.reduce((highest, index) => Math.max(highest, view.rows.modseqs[index] ?? 0), 0);
  const [first, last] = [found[0], found.at(-1)];
  if (!returns) {
    const modseq = withModseq && found.length > 0 ? ` (MODSEQ ${modseqOf(found)})` : '';
    return `SEARCH${numbers.length > 0 ? ' ' : ''}${numbers.join(' ')}${modseq}`;
  }
  const parts = [`ESEARCH (TAG ${encodeString(call.tag)})`];
  if (call.uid) parts.push('UID');
  if (first !== undefined && last !== undefined) {
    if (returns.has('MIN')) parts.push(`MIN ${numbers[0]}`);
    if (returns.has('MAX')) parts.push(`MAX ${numbers.at(-1)}`);
    if (returns.has('ALL')) parts.push(`ALL ${encodeSet(numbers)}`);
  }
  if (returns.has('COUNT')) parts.push(`COUNT ${numbers.length}`);
  if (withModseq && first !== undefined && last !== undefined) {
    // RFC 4731 §3.2: of all that was found, unless only its ends were asked for.
    const whole = returns.has('ALL') || returns.has('COUNT');
    const ends = [...(returns.has('MIN') ? [first] : []), ...(returns.has('MAX') ? [last] : [])];
    parts.push(`MODSEQ ${modseqOf(whole ? found : ends)}`);
  }
  return parts.join(' ');
}
