/** Held mail as an administrator handles it: look, release, delete. */
import { readMessage } from './quarantine-message.ts';
import { releaseHeld } from '#server/queue/release-held.ts';
import { deleteQuarantined, getQuarantined, listAccounts, listQuarantined, type Quarantined } from '#server/store/index.ts';
import { done, record, refuse, type Actor, type AdminResult } from './result.ts';

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
  return { ok: true, value: { ...rowOf(held), goesTo: [...accounts, ...held.remote], ...(await readMessage(held)) } };
}

/** It is delivered, as if it had come now. */
export async function releaseMessage(actor: Actor, id: number): Promise<AdminResult> {
  const held = await getQuarantined(id);
  if (!held) return gone;
  if (!(await releaseHeld(held))) return refuse('None of its recipients is here any more: it can only be dropped.');
  await record(actor, 'quarantine.release', { id, from: held.mailFrom, subject: held.subject });
  return done;
}

/** Nobody is told. */
export async function dropHeld(actor: Actor, id: number): Promise<AdminResult> {
  const held = await getQuarantined(id);
  if (!held || !(await deleteQuarantined(id))) return gone;
  await record(actor, 'quarantine.drop', { id, from: held.mailFrom, subject: held.subject });
  return done;
}

const gone = refuse('It is no longer in the quarantine.');
