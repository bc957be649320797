/** The whole text, folded, of a message, for those whose text is longer than what is indexed; the last ones read stay in memory. */
import { searchableText } from '#lib/message/text.ts';
import { readMessage } from '../blobs/read-blob.ts';
import { fold } from './words.ts';

const kept = new Map<string, { hdr: string; body: string }>();
const mostKept = 16 * 1024 * 1024; // characters
let held = 0;

export async function fullText(
  accountId: number,
  message: { id: number; blob: Buffer; prefix: Buffer | null },
): Promise<{ hdr: string; body: string }> {
  const key = `${accountId}:${message.id}`;
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { hdr, body } = searchableText(await readMessage(message), Number.MAX_SAFE_INTEGER);
  const text = { hdr: fold(hdr), body: fold(body) };
  kept.set(key, text);
  held += hdr.length + body.length;
  for (const [oldest, old] of kept) {
    if (held <= mostKept) break;
    kept.delete(oldest);
    held -= old.hdr.length + old.body.length;
  }
  return text;
}
