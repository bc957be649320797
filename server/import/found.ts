/** What the readers of files hand over: a message as it lay there, or why there is none. */
export type Found =
  | {
      /** Where it is, for people: the file, and the place inside. */
      source: string;
      bytes: Buffer;
      flags: number;
      keywords: string[] | null;
      /** Of a Maildir++, whose folders are not those on the disk: the path of its own. */
      folder?: string;
    }
  | { source: string; problem: string };

export interface ReadOptions {
  /** Larger messages are reported, never held in memory whole. */
  maxBytes: number;
  /** Of one packed file, all that it holds together. */
  maxUnpacked: number;
  /** mboxrd: `>From ` was quoted when it was written, and one `>` is taken off. */
  unquoteFrom: boolean;
  /** A tree of mailboxes: a file that begins as an mbox is one, whatever its name. */
  isTree?: boolean;
}

export const plain = (source: string, bytes: Buffer) => ({ source, bytes, flags: 0, keywords: null });

export const tooBig = (source: string, { maxBytes }: ReadOptions): Found => ({
  source,
  problem: `it is larger than ${maxBytes} octets (MAX_MESSAGE_SIZE)`,
});
