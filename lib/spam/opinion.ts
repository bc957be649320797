/** What a person's acts tell about a message: to move it to Junk, out of Junk, to mark it, to answer it, to keep it. */
import { Flag } from '../message/keywords.ts';

export interface Act {
  emailId: number;
  /** It came into the account. */
  created: boolean;
  enteredJunk: boolean;
  leftJunk: boolean;
  /** Put into a mailbox of one's own. */
  filed: boolean;
  /** With everything else that a list held. */
  swept: boolean;
  /** Null when they did not change. */
  flagsBefore: number | null;
  flags: number;
  inJunk: boolean;
  /** In another mailbox than Junk and Trash. */
  kept: boolean;
  /** Brought by SMTP, so that no person put it where it is. */
  traced: boolean;
}
export interface Taught {
  spam: number;
  ham: number;
}

/** What nobody said outright is learnt only as long as it helps: an import must not drown what was said. */
const mostUnsaid = 2000;

/** Of what is brought in, so many of a kind are learnt whole, and then one in ten: to learn a message takes longer than to store it. */
const learntWhole = 100;
const sampled = ({ emailId }: Act, known: number) => known < learntWhole || emailId % 10 === 0;

/** True: it is junk; false: it is not; null: the act says nothing. */
export function opinionOf(act: Act, taught: Taught): boolean | null {
  const gained = act.flagsBefore === null ? 0 : act.flags & ~act.flagsBefore;
  if (gained & Flag.junk) return true;
  if (gained & Flag.notJunk) return false;
  if (act.enteredJunk && act.inJunk) return true;
  // From Junk to Trash is to delete it: that says nothing.
  if (act.leftJunk && !act.inJunk && act.kept) return false;
  if (taught.ham > mostUnsaid + taught.spam) return null;
  const brought = act.created && !act.traced;
  if (act.inJunk) return brought && sampled(act, taught.spam) ? true : null;
  if (!act.kept || (act.swept && !act.created)) return null; // to archive or star all of a list says nothing about each
  const likes = gained & (Flag.answered | Flag.flagged | Flag.forwarded);
  return act.filed || likes || (brought && sampled(act, taught.ham)) ? false : null;
}
