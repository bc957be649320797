/** A DKIM-Signature field (RFC 6376 §3.5), and what of a message it stands for. */
import type { HeaderField } from '../message/header-fields.ts';
import { relaxedField } from './relaxed.ts';

/** §5.4.1: what a reader sees, and what tells programs what to do with it. Trace fields are left to those who add them. */
const covered = new Set([
  ...['from', 'sender', 'reply-to', 'subject', 'date', 'message-id', 'to', 'cc', 'in-reply-to', 'references'],
  ...['mime-version', 'content-type', 'content-transfer-encoding', 'content-id', 'content-description'],
  ...['resent-date', 'resent-from', 'resent-sender', 'resent-to', 'resent-cc', 'resent-message-id'],
  ...['list-id', 'list-help', 'list-unsubscribe', 'list-subscribe', 'list-post', 'list-owner', 'list-archive'],
  ...['list-unsubscribe-post', 'bimi-selector'],
]);

/**
 * §5.4, §8.15: named once more than they are there, so that nobody adds one that is shown in place of what was signed, or shows the body as
 * something else. Not those that mailing lists rightly add.
 */
const sealed = ['from', 'to', 'cc', 'subject', 'date', 'message-id', 'mime-version', 'content-type', 'content-transfer-encoding'];

/** The fields that are signed. §5.4.2: a name that is there several times is counted from the last one up. */
export const coveredFields = (fields: readonly HeaderField[]): HeaderField[] => fields.filter(({ name }) => covered.has(name)).toReversed();

export interface Signing {
  algorithm: string;
  domain: string;
  selector: string;
  /** Base64. */
  bodyHash: string;
  at: Date;
}

/** The value of the field up to its empty `b=`, folded. */
export function unsignedValue({ algorithm, domain, selector, bodyHash, at }: Signing, fields: readonly HeaderField[]): string {
  const tags = [
    ...['v=1', `a=${algorithm}`, 'c=relaxed/relaxed', `d=${domain}`, `s=${selector}`],
    ...[`t=${Math.floor(at.getTime() / 1000)}`, `h=${[...fields.map(({ name }) => name), ...sealed].join(':')}`, `bh=${bodyHash}`, 'b='],
  ];
  let value = '';
  let line = 'DKIM-Signature:'.length;
  for (const tag of tags) {
    for (const [index, word] of tag.split(/(?<=:)/).entries()) {
      // White space may stand between tags and behind the colons of h= (§3.5).
      const blank = index === 0 ? ' ' : '';
      const isLong = tag === 'b=' || line + blank.length + word.length > 75; // the signature follows there
      value += isLong ? `\r\n ${word}` : `${blank}${word}`;
      line = isLong ? word.length + 1 : line + blank.length + word.length;
    }
    if (tag !== 'b=') value += ';';
    line++;
  }
  return value;
}

/** §3.7: what the signature is made of; its own field comes last, without a signature and without a line end. */
export function signedText(fields: readonly HeaderField[], value: string): string {
  const lines = fields.map(({ name, raw }) => `${relaxedField(name, raw)}\r\n`);
  return lines.join('') + relaxedField('dkim-signature', value);
}

/** The whole field; `signature` in Base64. */
export const dkimField = (value: string, signature: string): string =>
  `DKIM-Signature:${value}${signature.replaceAll(/.{72}(?=.)/g, '$&\r\n ')}\r\n`;
