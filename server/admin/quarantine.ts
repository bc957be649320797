/** Held mail as an administrator sees it. What is done with it: operations/quarantine.ts. */
import { textOf } from './message-text.ts';
import { getQuarantined, listAccounts, listQuarantined, type Quarantined } from '#server/store/index.ts';
import { failure, type AdminResult } from './result.ts';

export interface HeldRow {
  id: number;
  at: Date;
  expiresAt: Date;
  sender: string;
  author: string;
  recipients: string[];
  subject: string;
  size: number;
  score: number;
  reasons: Quarantined['reasons'];
}

const rowOf = ({ quarantineId, mailFrom, rcpts, ...held }: Quarantined): HeldRow => ({
  ...{ id: quarantineId, at: held.at, expiresAt: held.expiresAt, sender: mailFrom, author: held.author, recipients: rcpts },
  ...{ subject: held.subject, size: held.size, score: held.score, reasons: held.reasons },
});

/** Newest first. */
export async function listHeld(limit = 200): Promise<HeldRow[]> {
  return (await listQuarantined({ limit })).map(rowOf);
}

export interface HeldMessage extends HeldRow {
  /** Addresses of the accounts that would get it, and of others elsewhere. */
  goesTo: string[];
  /** Its header, and the beginning of its text. */
  header: string;
  text: string;
}

export async function showHeld(id: number): Promise<AdminResult<HeldMessage>> {
  const held = await getQuarantined(id);
  if (!held) return gone;
  const accounts = (await listAccounts()).filter(({ accountId }) => held.accountIds.includes(accountId)).map(({ email }) => email);
  return { ok: true, value: { ...rowOf(held), goesTo: [...accounts, ...held.remote], ...(await textOf(held)) } };
}

const gone = failure('notFound', 'quarantineGone');
