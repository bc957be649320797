/** FetchedAccount/set, ours. `update` takes {fetchNow: true} as well. */
import { fetchedWireId, parseFetchedWireId, parseMailboxWireId } from '#lib/ids.ts';
import { capability } from '#lib/jmap/capabilities.ts';
import { seal } from '#server/mailauth/secret-box.ts';
import { createFetched, destroyFetched, findMailboxByRole, listFetched, updateFetched, type FetchedAccount } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import type { MethodContext } from '../method.ts';
import { changeable, numberOf, type SetRun, taken } from '../standard/set.ts';
import { setMethod } from '../standard/set-method.ts';
import { readFetchedPatch, toJmapFetched, type FetchedPatch } from './fetched-object.ts';

const mostFetched = 20;
const secretPurpose = 'fetched account';
const ofServer = ['id', 'isRunning', 'lastAt', 'nextAt', 'problem', 'fetched', 'report'];
const usualPorts = { imap: { tls: 993, starttls: 143 }, pop3: { tls: 995, starttls: 110 } };

export const fetchedAccountSet = setMethod({
  name: 'FetchedAccount/set',
  capability: capability.fetch,
  ...{ create, update, destroy },
});

async function create(context: MethodContext, run: SetRun, creationId: string, given: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const patch = readFetchedPatch(given);
  const { protocol = 'imap', security = 'tls', host, login, password } = patch;
  const missing = Object.entries({ host, login, password }).flatMap(([name, value]) => (value === undefined ? [name] : []));
  if (!host || !login || !password) throw invalidProperties(missing, 'It needs a server, a name and a password.');
  const mailboxId = patch.mailboxId === undefined ? await inboxOf(accountId) : mailboxOf(context, patch.mailboxId);
  const made = await createFetched(
    accountId,
    {
      ...{ protocol, host, security, login, mailboxId },
      port: patch.port ?? usualPorts[protocol][security],
      secret: seal(password, secretPurpose),
      folder: patch.folder ?? 'INBOX',
      leave: patch.leaveOnServer ?? true,
      enabled: patch.isEnabled ?? true,
      everyMinutes: patch.everyMinutes ?? 15,
    },
    mostFetched,
  );
  if (!made.ok && made.reason === 'overQuota') throw new SetRefusal('overQuota', { description: `At most ${mostFetched} accounts.` });
  run.noteCreated(creationId, { ...toJmapFetched(accountId, taken(made)) });
}

async function update(context: MethodContext, run: SetRun, key: string, given: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const current = await find(context, key);
  const patch = changeable(given, toJmapFetched(accountId, current), ofServer);
  const { fetchNow = false, ...change } = readFetchedPatch(patch);
  taken(await updateFetched(accountId, current.fetchId, changeOf(context, change), fetchNow));
  run.updated[key] = null;
}

async function destroy(context: MethodContext, run: SetRun, key: string): Promise<void> {
  const { fetchId } = await find(context, key);
  taken(await destroyFetched(context.accountId, fetchId));
  run.destroyed.push(fetchedWireId(context.accountId, fetchId));
}

function changeOf(context: MethodContext, { password, mailboxId, leaveOnServer, isEnabled, ...rest }: Omit<FetchedPatch, 'fetchNow'>) {
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)) as {
    [K in keyof typeof rest]?: Exclude<(typeof rest)[K], undefined>;
  };
  return {
    ...given,
    ...(password === undefined ? {} : { secret: seal(password, secretPurpose) }),
    ...(mailboxId === undefined ? {} : { mailboxId: mailboxOf(context, mailboxId) }),
    ...(leaveOnServer === undefined ? {} : { leave: leaveOnServer }),
    ...(isEnabled === undefined ? {} : { enabled: isEnabled }),
  };
}

async function inboxOf(accountId: number): Promise<number> {
  const inbox = await findMailboxByRole(accountId, 'inbox');
  if (!inbox) throw invalidProperties(['mailboxId'], 'It needs a mailbox.');
  return inbox.mailboxId;
}

function mailboxOf(context: MethodContext, key: string): number {
  const number = numberOf(context, key, parseMailboxWireId);
  if (number === null) throw invalidProperties(['mailboxId'], 'There is no such mailbox.');
  return number;
}

async function find(context: MethodContext, key: string): Promise<FetchedAccount> {
  const number = numberOf(context, key, parseFetchedWireId);
  const found = (await listFetched(context.accountId)).find(({ fetchId }) => fetchId === number);
  if (!found) throw new SetRefusal('notFound');
  return found;
}
