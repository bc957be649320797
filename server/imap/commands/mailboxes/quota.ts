/** Quotas (RFC 9208): one root, named "", for the whole account; STORAGE in units of 1,024 octets. Another's mailbox has its owner's. */
import { accountUsage } from '#server/store/index.ts';
import { findMailbox, mailboxArgument, wireName } from '../../mailboxes/tree.ts';
import { loggedIn, type Command } from '../../session/command.ts';
import { no, ok, refused } from '../../session/reply.ts';
import type { Session } from '../../session/session.ts';

/** RFC 9208 §4.2.1. */
export const getQuota: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const root = cursor.astring();
    cursor.end();
    if (root !== '') return no('There is one quota root: ""', 'NONEXISTENT');
    await sayQuota(session, session.accountId);
    return ok('That is the quota');
  },
};

/** RFC 9208 §4.2.2. */
export const getQuotaRoot: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    const place = await findMailbox(session, path);
    if (!place) return refused('noSuchMailbox');
    // RFC 9208 §4.2.2: a mailbox may have no root; how full another's account is, is not for us to tell.
    session.untagged(`QUOTAROOT ${wireName(session, place.path)}${place.own ? ' ""' : ''}`);
    if (place.own) await sayQuota(session, place.accountId);
    return ok('That is the quota');
  },
};

async function sayQuota(session: Session, accountId: number): Promise<void> {
  const { usedBytes, quotaBytes } = await accountUsage(accountId);
  const units = (octets: number) => Math.ceil(octets / 1024);
  session.untagged(`QUOTA "" (${quotaBytes === null ? '' : `STORAGE ${units(usedBytes)} ${units(quotaBytes)}`})`);
}
