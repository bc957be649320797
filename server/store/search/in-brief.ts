/** Conditions on `email_brief`, the narrow copy of what a search asks of every email. */
import type { CompileContext } from './compile-context.ts';

/**
 * Emails whose row `b` meets a condition. `is true` keeps it a list that is made once and looked up by hash: as a join, of which the planner
 * expects a few rows, it would be walked for each email.
 */
export function inBrief(condition: string, { parameters, accountId }: CompileContext): string {
  return `(me.email_id in (select b.email_id from email_brief b where b.account_id = ${parameters.add(accountId, 'int')} and ${condition})) is true`;
}

/** Columns with the folded value of a header; addresses as a person reads them: `Name <address>, …`. */
export const briefColumns: Record<string, string> = {
  subject: 'subject',
  from: 'senders',
  to: 'recipients',
  cc: 'copied',
  bcc: 'hidden',
};
