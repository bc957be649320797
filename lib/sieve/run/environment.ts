/** What a script may know beside its message; everything is at hand before it runs. */

export interface SieveMailbox {
  path: string;
  id: string;
  /** `\Junk` and the like. */
  specialUse: string | null;
}
export interface SieveEnvironment {
  now: Date;
  /** Minutes east of Greenwich of the user's time zone, at that time. */
  zoneAt: (at: Date) => number;
  /** '' is the null sender. */
  envelopeFrom: string;
  /** As the sender wrote it, with `+detail`. */
  envelopeTo: string;
  mailboxes: readonly SieveMailbox[];
  /** The account's scripts by name, for `include`. */
  scripts: ReadonlyMap<string, string>;
  /** What is known of ids that `duplicate` asked for; one that is not there makes the run end with a question (`asks`). */
  seen: ReadonlyMap<string, boolean>;
  hostname: string;
  domain: string;
  remoteAddress: string | null;
}

/** How an id is asked for and answered. */
export const seenKey = (handle: string, id: string): string => `${handle}\0${id}`;
