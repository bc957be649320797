/** The messages that two servers can be compared by: line ends are CRLF, as Dovecot makes them so, and there is a header. */
import { otherFiles } from '../other-files.ts';

export interface Message {
  name: string;
  bytes: Buffer;
}

/** Of the test mail of other projects: whatever looks like a message by its name and its first line. */
export function trickyMessages(): Message[] {
  return otherFiles()
    .filter(({ name, bytes }) => /\.(eml|msg|txt|mbox|mail)(\.gz)?$/i.test(name) && bytes.length > 0 && bytes.length < 2_000_000)
    .filter(({ bytes }) => /^(From |[!-9;-~]+[ \t]*:)/.test(bytes.subarray(0, 200).toString('latin1')))
    .map(({ name, bytes }) => ({ name, bytes: withCrlf(bytes) }))
    .filter(isComparable);
}

export const withCrlf = (bytes: Buffer) => Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');

/** Dovecot keeps no NUL; what a CR alone ends is anyone's guess. */
export const isComparable = ({ bytes }: Message) => !bytes.includes(0) && !/\r(?!\n)/.test(bytes.toString('latin1'));
