/** Accounts elsewhere whose mail is fetched here (FetchedAccount/get and /set, ours). */
import type { FetchProblemCode } from '#lib/fetch/problem.ts';
import { callAccount, createOne, destroyOne, updateOne } from '../jmap/call-account.ts';
import { refreshMailboxes } from '../mail/mailboxes/load-mailboxes.ts';

export interface FetchedFacts {
  protocol: 'imap' | 'pop3';
  host: string;
  port: number;
  security: 'tls' | 'starttls';
  login: string;
  folder: string;
  mailboxId: string;
  leaveOnServer: boolean;
  everyMinutes: number;
}
export interface Fetched extends FetchedFacts {
  id: string;
  isEnabled: boolean;
  isRunning: boolean;
  lastAt: string | null;
  nextAt: string;
  problem: { code: FetchProblemCode; detail: string } | null;
  fetched: number;
  /** Of a whole account: one for each of its folders. */
  report: FolderReport[] | null;
}
export interface FolderReport {
  folder: string;
  found: number;
  taken: number;
  already: number;
  refused: number;
  sha256: string;
  isDone: boolean;
  problems: { uid: number; reason: string }[];
}
/** What `folder` says when all of the account is wanted, once. */
export const everyFolder = '*';

export async function loadFetched(): Promise<Fetched[]> {
  const [answer] = await Promise.all([callAccount([['FetchedAccount/get', { ids: null }, 'get']]), refreshMailboxes()]);
  return answer('get').list as Fetched[];
}

/** `password` '' leaves the one that is kept. `id` null: a new account. */
export async function saveFetched(id: string | null, facts: FetchedFacts, password: string): Promise<void> {
  const given = { ...facts, ...(password === '' ? {} : { password }) };
  if (id === null) await createOne('FetchedAccount', given);
  else await updateOne('FetchedAccount', id, given);
}

export const fetchNow = (id: string): Promise<void> => updateOne('FetchedAccount', id, { fetchNow: true });
export const enableFetched = (id: string, isEnabled: boolean): Promise<void> => updateOne('FetchedAccount', id, { isEnabled });
export const removeFetched = (id: string): Promise<void> => destroyOne('FetchedAccount', id);

/** At work now, or about to be. */
export const isBusy = ({ isRunning, isEnabled, nextAt }: Fetched): boolean => isRunning || (isEnabled && Date.parse(nextAt) <= Date.now());
