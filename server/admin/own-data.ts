/** What people do with all of their data: take it along, or delete it with the account. */
import { Readable } from 'node:stream';
import { pack, type Pack } from 'tar-stream';
import { authenticate, type AuthenticatedUser } from '#server/auth/authenticate.ts';
import {
  audit,
  fetchRows,
  getAccount,
  getContacts,
  listIdentities,
  listMailboxes,
  listScripts,
  openMailbox,
  readMessage,
  removeAccount,
  type Mailbox,
} from '#server/store/index.ts';

/** A tar of everything: each message as it arrived in the folder of its mailbox, contacts, scripts, identities and settings as JSON. */
export function exportOwnData(user: AuthenticatedUser): ReadableStream<Uint8Array> {
  const archive = pack();
  writeAll(archive, user.accountId).then(
    () => archive.finalize(),
    (error: unknown) => archive.destroy(error instanceof Error ? error : new Error(String(error))),
  );
  return Readable.toWeb(Readable.from(archive)) as ReadableStream<Uint8Array>;
}

async function writeAll(archive: Pack, accountId: number): Promise<void> {
  const account = await getAccount(accountId);
  const json = (value: unknown) => Buffer.from(JSON.stringify(value, null, 2));
  const contacts = await getContacts(accountId, null);
  const scripts = (await listScripts(accountId)).map(({ name, content }) => ({ name, content: Buffer.from(content).toString() }));
  await entry(archive, 'settings.json', json({ email: account?.email, name: account?.display, settings: account?.settings }));
  await entry(archive, 'identities.json', json(await listIdentities(accountId)));
  await entry(archive, 'contacts.json', json(contacts.map(({ card }) => card)));
  await entry(archive, 'scripts.json', json(scripts));
  const mailboxes = await listMailboxes(accountId);
  const byId = new Map(mailboxes.map((mailbox) => [mailbox.mailboxId, mailbox]));
  for (const mailbox of mailboxes) {
    const opened = await openMailbox(accountId, mailbox.mailboxId);
    for await (const page of fetchRows(accountId, mailbox.mailboxId, opened?.uids ?? []))
      for (const row of page) await entry(archive, `mail/${pathOf(mailbox, byId)}/${row.uid}.eml`, await readMessage(row), row.receivedAt);
  }
}

/** Waits for whoever reads: a big mailbox is never in memory as a whole. */
function entry(archive: Pack, name: string, bytes: Buffer, mtime = new Date()): Promise<void> {
  return new Promise((written, failed) => {
    archive.entry({ name, mtime, size: bytes.length }, bytes, (error) => (error ? failed(error) : written()));
  });
}

function pathOf(mailbox: Mailbox, byId: Map<number, Mailbox>): string {
  const names: string[] = [];
  for (let at: Mailbox | undefined = mailbox; at && names.length < 100; at = byId.get(at.parentId ?? -1))
    names.unshift(at.name.replaceAll(/[\p{Cc}/\\]|^\.+$/gu, '_'));
  return names.join('/');
}

export type Deletion = 'done' | 'wrongPassword' | 'throttled' | 'onlyAdministrator';

/** At once and for good. The password, so that an open browser alone cannot do it. */
export async function deleteOwnAccount(user: AuthenticatedUser, ip: string, password: string): Promise<Deletion> {
  const known = await authenticate({ login: user.login, password, remoteAddress: ip, scope: 'web' });
  if (!known.ok) return known.reason === 'throttled' ? 'throttled' : 'wrongPassword';
  const removed = await removeAccount(user.accountId);
  if (!removed.ok) return 'onlyAdministrator';
  await audit(user.login, 'own.delete', { accountId: user.accountId, domains: [user.login.slice(user.login.lastIndexOf('@') + 1)] }, ip);
  return 'done';
}
