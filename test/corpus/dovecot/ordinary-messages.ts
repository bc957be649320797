/** The ordinary mail of the corpus, for comparisons; apart from the others, as its archives need a decompressor. */
import { ordinaryMail } from '../ordinary-mail.ts';
import { isComparable, withCrlf, type Message } from './messages.ts';

/** Every `step`th of the ordinary ones. */
export async function ordinaryMessages(step: number): Promise<Message[]> {
  const all = (await ordinaryMail()).map((bytes, n) => ({ name: `ordinary/${n}`, bytes: withCrlf(bytes) }));
  return all.filter((message, n) => n % step === 0 && message.bytes.length > 0 && isComparable(message));
}
