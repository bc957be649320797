/** All that delivery asks of an account here, in one question; those of messages that come at the same time are asked together. */
import { hotRows } from '../database.ts';
import type { JunkCounts, SenderFacts } from '../junk/types.ts';
import type { StoredScript } from '../sieve/scripts.ts';
import { together } from '../together.ts';

export interface Recipient {
  accountId: number;
  /** Where its mail goes; null: it has no such mailbox (any more). */
  inboxId: number | null;
  junkId: number | null;
  /** What is done with its mail: most have neither. */
  script: StoredScript | null;
  isList: boolean;
  /** As they are kept. */
  settings: Record<string, unknown>;
  /** How many messages its own taught about junk, and those of everybody. */
  taught: JunkCounts;
  sharedTaught: JunkCounts;
  /** What is known of this sender. */
  sender: SenderFacts;
}

interface Question {
  accountId: number;
  sender: string;
}
type Row = Omit<Recipient, 'script' | 'taught' | 'sharedTaught' | 'sender'> &
  SenderFacts & { spam: number; ham: number; sharedSpam: number; sharedHam: number } & (
    { scriptId: number; name: string; content: Buffer } | { scriptId: null }
  );

// Arrays behind a `select`: the planner guesses their length once. Seen as they are, it takes them for shorter than it guessed and plans
// the question anew each time, which takes longer than to answer it.
const find = together(async (questions: Question[]): Promise<Recipient[]> => {
  const found = await hotRows<Row>(
    `select q.account_id as "accountId",
       (select m.mailbox_id from mailbox m where m.account_id = q.account_id and m.role = 'inbox') as "inboxId",
       (select m.mailbox_id from mailbox m where m.account_id = q.account_id and m.role = 'junk') as "junkId",
       c.script_id as "scriptId", c.name, c.content,
       exists (select from mailing_list l where l.account_id = q.account_id) as "isList",
       coalesce(a.settings, '{}') as settings,
       coalesce(j.spam, 0) as spam, coalesce(j.ham, 0) as ham, coalesce(b.spam, 0) as "sharedSpam", coalesce(b.ham, 0) as "sharedHam",
       coalesce(s.heard, 0) as heard, coalesce(s.written, 0) as written, coalesce(s.junk, 0) as junk
     from unnest((select $1::int[]), (select $2::text[])) with ordinality q (account_id, sender, n)
       left join account a on a.account_id = q.account_id
       left join sieve_script c on c.account_id = q.account_id and c.active
       left join junk_state j on j.account_id = q.account_id
       left join junk_state b on b.account_id = 0
       left join junk_sender s on s.account_id = q.account_id and s.address = q.sender
     order by q.n`,
    [questions.map(({ accountId }) => accountId), questions.map(({ sender }) => sender)],
  );
  return found.map(recipientFrom);
});

function recipientFrom(row: Row): Recipient {
  const { accountId, inboxId, junkId, isList, settings, spam, ham, sharedSpam, sharedHam, heard, written, junk } = row;
  const script = row.scriptId === null ? null : { scriptId: row.scriptId, name: row.name, content: row.content, isActive: true };
  return {
    ...{ accountId, inboxId, junkId, script, isList, settings },
    ...{ taught: { spam, ham }, sharedTaught: { spam: sharedSpam, ham: sharedHam }, sender: { heard, written, junk } },
  };
}

/** By account; `sender` is the address of the message's author, '' for none. */
export async function findRecipients(accountIds: readonly number[], sender: string): Promise<Map<number, Recipient>> {
  const found = await Promise.all([...new Set(accountIds)].map((accountId) => find({ accountId, sender: sender.replaceAll('\0', '') })));
  return new Map(found.map((one) => [one.accountId, one]));
}
