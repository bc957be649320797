/** The tagged end of a command, and how refusals of the store are said (RFC 9051 §7.1, RFC 5530). */
import type { Refusal } from '#server/store/index.ts';

export interface Reply {
  status: 'OK' | 'NO' | 'BAD';
  /** Response code without brackets. */
  code?: string;
  text: string;
}

export const ok = (text: string, code?: string): Reply => reply('OK', text, code);
export const no = (text: string, code?: string): Reply => reply('NO', text, code);
export const bad = (text: string, code?: string): Reply => reply('BAD', text, code);
/** RFC 4314 §4: the right for it is missing. */
export const forbidden = (): Reply => no('You may not do that here', 'NOPERM');

export function encodeReply({ status, code, text }: Reply): string {
  return `${status} ${code ? `[${code}] ` : ''}${text}`;
}

export function refused(reason: Refusal): Reply {
  const [code, text] = words[reason];
  return no(text, code);
}

const words: Record<Refusal, [code: string, text: string]> = {
  noSuchMailbox: ['NONEXISTENT', 'There is no such mailbox'],
  noSuchEmail: ['EXPUNGEISSUED', 'The message is no longer there'],
  overQuota: ['OVERQUOTA', 'The account is full: delete something first'],
  alreadyExists: ['ALREADYEXISTS', 'That mailbox is there already'],
  hasChildren: ['HASCHILDREN', 'It has mailboxes in it: delete these first'],
  hasEmails: ['CANNOT', 'There are messages in it'],
  notAllowed: ['CANNOT', 'That is not allowed'],
  stateMismatch: ['INUSE', 'Something changed in the meantime: try again'],
  tooBig: ['TOOBIG', 'The message is too large'],
  invalidName: ['CANNOT', 'That is no name for a mailbox'],
  notFound: ['NONEXISTENT', 'It is not there'],
};

function reply(status: Reply['status'], text: string, code?: string): Reply {
  return code === undefined ? { status, text } : { status, code, text };
}
