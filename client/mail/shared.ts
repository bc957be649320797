/** Mail of other people that they share: whose an object is, by its id, and what is known of their mailboxes. */
import { accountOfWireId } from '#lib/ids.ts';
import { MethodError, type MethodCall } from '../jmap/connection.ts';
import { jmapConnection } from '../jmap/open-connection.ts';
import { mail, type SharedAccount } from './mail-store.ts';
import { ownerIn } from './search/parse-query.ts';
import type { Route } from './route.ts';
import type { Mailbox } from './types.ts';

/** The account to be named in calls about this object; nothing where the id does not tell: then it is one's own. */
export function ofAccount(id: string | null | undefined): { accountId?: string } {
  const accountId = id ? accountOfWireId(id) : null;
  return accountId === null ? {} : { accountId };
}

/** Who shares this object; undefined for what is one's own. */
export function sharedOf(id: string | null | undefined): SharedAccount | undefined {
  if (!mail().shared?.length) return undefined; // most people's lists never get further
  const { accountId } = ofAccount(id);
  return accountId === undefined ? undefined : mail().shared?.find((one) => one.id === accountId);
}

/** Who shares the list of this route: its mailbox, or what its search looks in. */
export function sharedOfRoute({ box, q }: Pick<Route, 'box' | 'q'>): SharedAccount | undefined {
  const owner = box === 'search' ? ownerIn(q) : undefined;
  return owner === undefined ? sharedOf(box) : mail().shared?.find(({ name }) => name.toLowerCase() === owner);
}

/** The account to be named in calls about the list of this route. */
export function accountOfRoute(route: Pick<Route, 'box' | 'q'>): { accountId?: string } {
  const account = sharedOfRoute(route);
  return account ? { accountId: account.id } : ofAccount(route.box);
}

/** Who shares the list that is shown. */
export const sharedHere = (): SharedAccount | undefined => sharedOfRoute(mail().route);

/** The mailboxes among which the shown list's mail can be moved. */
export const mailboxesHere = (): readonly Mailbox[] => sharedHere()?.mailboxes ?? mail().mailboxes;

export const roleHere = (role: string): Mailbox | undefined => mailboxesHere().find((mailbox) => mailbox.role === role);

/** Their objects by account, in the order in which each is first met. */
export function byAccount(ids: readonly string[]): string[][] {
  return [...Map.groupBy(ids, (id) => accountOfWireId(id) ?? '').values()];
}

/** Which of the accounts that were known before have changed, and which are there no longer. */
export function sharedChanges(before: readonly SharedAccount[]): { changed: string[]; gone: string[] } {
  const now = new Map(mail().shared?.map(({ id, state }) => [id, state]));
  return {
    changed: before.filter(({ id, state }) => now.has(id) && now.get(id) !== state).map(({ id }) => id),
    gone: before.filter(({ id }) => !now.has(id)).map(({ id }) => id),
  };
}

export async function sharedCalls(): Promise<MethodCall[]> {
  const accounts = (await jmapConnection()).sharedAccounts?.() ?? [];
  return accounts.map(({ id }) => ['Mailbox/get', { accountId: id, ids: null }, `shared ${id}`]);
}

/** What those calls have told. An account that is no longer shared by now is left out. */
export async function readShared(answer: (callId: string) => Record<string, unknown>): Promise<SharedAccount[]> {
  const accounts = (await jmapConnection()).sharedAccounts?.() ?? [];
  return accounts.flatMap(({ id, name }) => {
    try {
      const { list, state } = answer(`shared ${id}`) as { list: Mailbox[]; state: string };
      return list.length > 0 ? [{ id, name, state, mailboxes: list }] : [];
    } catch (error) {
      if (error instanceof MethodError) return [];
      throw error;
    }
  });
}
