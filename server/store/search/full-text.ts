/** The whole text of a message, for those whose text is longer than what is indexed; the last ones read stay in memory. */
import { searchableText } from '#lib/message/text.ts';
import { readMessage } from '../blobs/read-blob.ts';

const kept = new Map<string, string>();
const mostKept = 16 * 1024 * 1024; // characters
let held = 0;

export async function fullText(accountId: number, message: { id: number; blob: Buffer; prefix: Buffer | null }): Promise<string> {
  const key = `${accountId}:${message.id}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { hdr, body } = searchableText(await readMessage(message));
  const text = `${hdr}\n${body}`;
  kept.set(key, text);
  held += text.length;
  for (const [oldest, old] of kept) {
    if (held <= mostKept) break;
    kept.delete(oldest);
    held -= old.length;
  }
  return text;
}
