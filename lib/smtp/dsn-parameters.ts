/** What a sender asks for about notices of delivery (RFC 3461 §4): RET and ENVID of MAIL, NOTIFY and ORCPT of RCPT. Null: not understood. */
import { decodeXtext, encodeXtext } from './xtext.ts';

export function parseRet(value: string | null): 'FULL' | 'HDRS' | null {
  const word = value?.toUpperCase();
  return word === 'FULL' || word === 'HDRS' ? word : null;
}

/** RFC 3461 §4.4: at most 100 characters. */
export function parseEnvId(value: string | null): string | null {
  return value !== null && value.length <= 100 ? decodeXtext(value) || null : null;
}

/** RFC 3461 §4.1: NEVER stands alone; otherwise each word once. In a fixed order, upper-case. */
export function parseNotify(value: string | null): string | null {
  const words = value?.toUpperCase().split(',') ?? [];
  if (words.length === 1 && words[0] === 'NEVER') return 'NEVER';
  const known = ['SUCCESS', 'FAILURE', 'DELAY'].filter((word) => words.includes(word));
  return known.length > 0 && known.length === words.length ? known.join(',') : null;
}

/** RFC 3461 §4.2: `type;address` with the address as xtext (RFC 6533 §3: or, of type utf-8, as it is). Decoded. */
export function parseOrcpt(value: string | null): string | null {
  const match = /^([A-Za-z0-9-]{1,32});(.{1,500})$/su.exec(value ?? '');
  if (!match) return null;
  const [, type = '', written = ''] = match;
  if (type.toLowerCase() === 'utf-8') return /[\s\p{Cc}]/u.test(written) ? null : `utf-8;${decodeUnitext(written)}`;
  const address = decodeXtext(written);
  return address === null ? null : `${type.toLowerCase()};${address}`;
}

/** As it goes to another server. */
export function formatOrcpt(decoded: string): string {
  const at = decoded.indexOf(';');
  return `${decoded.slice(0, at)};${encodeXtext(decoded.slice(at + 1))}`;
}

export type NoticeReason = 'SUCCESS' | 'FAILURE' | 'DELAY';

/** RFC 3461 §4.1: without NOTIFY, failures and delays are reported. */
export function wantsNotice(notify: string | null, reason: NoticeReason): boolean {
  return notify === null ? reason !== 'SUCCESS' : notify.split(',').includes(reason);
}

const decodeUnitext = (text: string): string =>
  text.replaceAll(/\\x\{([0-9A-F]{1,6})\}/g, (whole, hex: string) => {
    const code = parseInt(hex, 16);
    return code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : whole;
  });
