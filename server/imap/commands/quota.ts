/** Quotas (RFC 9208): one root, named "", for the whole account; STORAGE in units of 1,024 octets. */
import { accountUsage } from '#server/store/index.ts';
import { findMailbox, mailboxArgument, wireName } from '../mailboxes/tree.ts';
import { loggedIn, type Command } from '../session/command.ts';
import { no, ok, refused } from '../session/reply.ts';
import type { Session } from '../session/session.ts';

/** RFC 9208 §4.2.1. */
export const getQuota: Command = {
  states: loggedIn,
  async run(session, cursor) {
    cursor.space();
    const root = cursor.astring();
    cursor.end();
    if (root !== '') return no('There is one quota root: ""', 'NONEXISTENT');
    await sayQuota(session);
    return ok('That is the quota');
  },
};

/** RFC 9208 §4.2.2. */
export const getQuotaRoot: Command = {
  states: loggedIn,
  async run(session, cursor) {
    const path = mailboxArgument(cursor);
    cursor.end();
    if (path === null || !(await findMailbox(session.accountId, path))) return refused('noSuchMailbox');
    session.untagged(`QUOTAROOT ${wireName(path)} ""`);
    await sayQuota(session);
    return ok('That is the quota');
  },
};

async function sayQuota(session: Session): Promise<void> {
  const { usedBytes, quotaBytes } = await accountUsage(session.accountId);
  const units = (octets: number) => Math.ceil(octets / 1024);
  session.untagged(`QUOTA "" (${quotaBytes === null ? '' : `STORAGE ${units(usedBytes)} ${units(quotaBytes)}`})`);
}
