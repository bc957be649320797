/** A message as text for an administrator: nothing of it is run or fetched. */
import { renderMessage } from '#lib/message/render.ts';
import { htmlToText } from '#lib/html/to-text.ts';
import { decodePart, everyPart } from '#lib/message/parts.ts';
import { readBlob } from '#server/store/index.ts';

const mostHeader = 20_000;

export async function textOf(
  { blob, prefix }: { blob: Buffer; prefix: Buffer },
  mostText = 5000,
): Promise<{ header: string; text: string }> {
  const message = await readBlob(blob);
  if (!message) return { header: '', text: '' };
  const whole = Buffer.concat([prefix, message]);
  const { headerSize, root } = renderMessage(whole);
  const part = [...everyPart(root)].find(({ type, children }) => type.startsWith('text/') && !children);
  const text = part ? (decodePart(whole, part).text ?? '') : '';
  return {
    header: whole.toString('utf8', 0, Math.min(headerSize, mostHeader)),
    text: (part?.type === 'text/html' ? htmlToText(text, mostText) : text).slice(0, mostText),
  };
}
