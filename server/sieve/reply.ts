/** Answers (RFC 5804 §1.3, §4). */
import { writeString } from '#lib/managesieve/write-string.ts';

export interface Reply {
  status: 'OK' | 'NO' | 'BYE';
  code?: string | undefined;
  text?: string | undefined;
}
export type Code =
  'AUTH-TOO-WEAK' | 'ENCRYPT-NEEDED' | 'QUOTA/MAXSCRIPTS' | 'QUOTA/MAXSIZE' | 'TRYLATER' | 'ACTIVE' | 'NONEXISTENT' | 'ALREADYEXISTS';

export const ok = (text?: string): Reply => ({ status: 'OK', text });
export const no = (text: string, code?: Code): Reply => ({ status: 'NO', text, code });
export const bye = (text: string, code?: Code): Reply => ({ status: 'BYE', text, code });

export const replyLine = ({ status, code, text }: Reply): string =>
  `${status}${code === undefined ? '' : ` (${code})`}${text === undefined ? '' : ` ${writeString(text)}`}\r\n`;
