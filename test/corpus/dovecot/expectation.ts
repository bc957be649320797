/** What Dovecot said of a message, as hashes: nothing of the message itself is kept. */
import { shortHash, type Observation, type Plain } from './observe.ts';

export interface Expectation {
  structure: string;
  envelope: string;
  parts: Record<string, string>;
  decoded: Record<string, string>;
}

export function expectationOf({ structure, envelope, parts, decoded }: Observation): Expectation {
  const told = Object.fromEntries(Object.entries(decoded).filter(([, hash]) => hash !== 'broken' && hash !== 'unknown'));
  return { structure: hashOf(structure), envelope: hashOf(envelope), parts, decoded: told };
}

/** White space in folded fields is the one thing that is evened out. */
export const hashOf = (value: Plain) => shortHash(JSON.stringify(value).replace(/(\\[trn]|\s)+/g, ' '));

/** Only such as need no tolerance: no octets above ASCII, no addresses that are none, no empty parts, no field twice, no nested end. */
export function isPlain({ structure, envelope, repeated }: Observation): boolean {
  const text = JSON.stringify([structure, envelope]);
  if (/[\u0080-\u00ff]|SYNTAX_ERROR|MISSING_(DOMAIN|MAILBOX)/.test(text) || / "|" /.test(text.replace(/","/g, ''))) return false;
  if (text.includes('"text","plain",null,null,null,"7bit",0,0')) return false;
  return !repeated.some((name) =>
    ['date', 'subject', 'from', 'sender', 'reply-to', 'in-reply-to', 'message-id', 'to', 'cc', 'bcc'].includes(name),
  );
}
