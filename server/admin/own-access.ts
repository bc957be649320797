/** Who was let into one's own mail: for its owner, who can end it. */
import { audit, endMailAccess, getEmailHeads, listMailAccess, listMailboxes, openedByAccess } from '#server/store/index.ts';
import { shapeOfAccess } from './operations/mail-access.ts';

export interface OwnAccess extends ReturnType<typeof shapeOfAccess> {
  items: { kind: 'mailbox' | 'message'; name: string | null; at: Date; times: number }[];
}

/** The newest first, with what was opened by name; null for what is not there any more. */
export async function ownAccess(accountId: number): Promise<OwnAccess[]> {
  const [found, opened] = await Promise.all([listMailAccess(accountId), openedByAccess(accountId)]);
  if (found.length === 0) return [];
  const messages = opened.filter(({ kind }) => kind === 'message').map(({ objectId }) => objectId);
  const subjects = new Map((await getEmailHeads(accountId, messages)).map(({ emailId, subject }) => [emailId, subject]));
  const mailboxes = new Map((await listMailboxes(accountId)).map(({ mailboxId, name }) => [mailboxId, name]));
  const now = new Date();
  return found.map((access) => {
    const items = opened
      .filter(({ accessId }) => accessId === access.accessId)
      .map(({ kind, objectId, at, times }) => ({
        kind,
        name: (kind === 'message' ? subjects : mailboxes).get(objectId) ?? null,
        at,
        times,
      }));
    return { ...shapeOfAccess(access, items.length, now), items };
  });
}

/** Who may look in now, and until when: for the banner. */
export async function liveOwnAccess(accountId: number): Promise<{ by: string; until: string }[]> {
  const live = await listMailAccess(accountId, { live: true });
  return live.map(({ askedBy, expiresAt }) => ({ by: askedBy, until: expiresAt.toISOString() }));
}

/** False when it had ended. */
export async function endOwnAccess(
  { accountId, login }: { accountId: number; login: string },
  actor: { name: string; ip: string },
  accessId: number,
): Promise<boolean> {
  const ended = await endMailAccess(accountId, accessId, login);
  if (ended) await audit(actor.name, 'own.access.end', { accountId, access: accessId }, actor.ip);
  return ended;
}
