/** INPROGRESS (RFC 9585): a client that waits for a long command hears now and then that the server lives. */
import { encodeString } from '#lib/imap/wire/encode.ts';
import { limits } from '#server/net/limits.ts';
import type { Session } from './session.ts';

/** Only for commands that say nothing until they are done, so that no line of theirs is cut in two. Call the result when it has ended. */
export function sayProgress(session: Session, tag: string): () => void {
  // RFC 9585 §4: a tag with a bracket in it cannot be repeated.
  const name = tag.includes(']') ? 'NIL' : encodeString(tag);
  const timer = setInterval(() => {
    session.untagged(`OK [INPROGRESS (${name} NIL NIL)] Still at it`);
  }, limits.imapProgressMs);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
