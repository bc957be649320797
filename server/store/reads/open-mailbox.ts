/** What a session holds of its selected mailbox: UIDs, flags and ids of every message, in one consistent read. */
import type { Mailbox } from '../contract.ts';
import { rows } from '../database.ts';
import { mailboxColumns } from './mailboxes.ts';

export interface OpenMailbox {
  mailbox: Mailbox;
  /** Ascending; the other arrays are parallel to it. */
  uids: number[];
  flags: number[];
  keywords: (string[] | null)[];
  modseqs: number[];
  emailIds: number[];
  threadIds: number[];
}

// One statement, hence one snapshot. string_agg columns are twice as fast as rows here (design: store, section 5).
const select = `
  select ${mailboxColumns}, x.* from mailbox m, lateral (
    select string_agg(uid::text, ',') as uids, string_agg(flags::text, ',') as flag_list, string_agg(modseq::text, ',') as modseqs,
      string_agg(email_id::text, ',') as "emailIds", string_agg(thread_id::text, ',') as "threadIds",
      json_agg(json_build_array(uid, keywords)) filter (where keywords is not null) as labelled
    from (select uid, flags, modseq, email_id, thread_id, keywords from mailbox_email
      where account_id = $1 and mailbox_id = $2 order by uid) e) x
  where m.account_id = $1 and m.mailbox_id = $2`;

type Lists = {
  uids: string | null;
  flag_list: string | null;
  modseqs: string | null;
  emailIds: string | null;
  threadIds: string | null;
  labelled: [number, string[]][] | null;
};

export async function openMailbox(accountId: number, mailboxId: number): Promise<OpenMailbox | null> {
  const [found] = await rows<Mailbox & Lists>(select, [accountId, mailboxId]);
  if (!found) return null;
  const { uids, flag_list, modseqs, emailIds, threadIds, labelled, ...mailbox } = found;
  const list = numbersIn(uids);
  const words = new Map(labelled);
  return {
    mailbox,
    uids: list,
    flags: numbersIn(flag_list),
    keywords: list.map((uid) => words.get(uid) ?? null),
    modseqs: numbersIn(modseqs),
    emailIds: numbersIn(emailIds),
    threadIds: numbersIn(threadIds),
  };
}

/** What string_agg made of numbers. */
export function numbersIn(list: string | null | undefined): number[] {
  return list ? list.split(',').map(Number) : [];
}
