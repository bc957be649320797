/** One attempt at one account elsewhere, and when the next one is. */
import { FetchRefused, publicAddress } from '#server/net/fetch-public.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { open } from '#server/mailauth/secret-box.ts';
import { finishFetch, type DueFetch, type FetchProblem } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import { fetchByImap } from './fetch-imap.ts';
import { everyFolder, fetchWhole } from './fetch-whole.ts';
import { fetchByPop3 } from './fetch-pop3.ts';

export const secretPurpose = 'fetched account';
/** Below the lease; what comes to an end by itself (one-go.ts) does so before. */
const longest = 8 * 60_000;
const longestPause = 12 * 60;

export async function fetchAccount(due: DueFetch, stopping: AbortSignal): Promise<void> {
  const startedAt = new Date();
  const signal = AbortSignal.any([stopping, AbortSignal.timeout(longest)]);
  let problem: FetchProblem | null = null;
  let more = false;
  let isComplete = false;
  let present: string[] | undefined;
  try {
    const address = await publicAddress(due.host, due.port);
    const password = open(due.secret, secretPurpose);
    const there = { ...due, password, address };
    if (due.protocol === 'imap' && due.folder === everyFolder) isComplete = !(more = await fetchWhole(due, there, signal));
    else if (due.protocol === 'imap') more = await fetchByImap(due, there, signal);
    else ({ more, present } = await fetchByPop3(due, password, address, signal));
  } catch (error) {
    if (stopping.aborted)
      more = true; // we ended it ourselves: the next process goes on at once
    else if (error instanceof FetchFailed) problem = { code: error.code, detail: error.message };
    else if (error instanceof FetchRefused) problem = { code: 'refused', detail: error.message };
    else {
      log.error('fetch: an attempt ended by a fault', { accountId: due.accountId, fetchId: due.fetchId, reason: reasonOf(error) });
      problem = { code: 'server', detail: '' };
    }
  }
  // After failures it is tried more seldom: a server that refuses a password may lock the account of somebody who insists.
  const pause = more ? 0 : Math.min(longestPause, due.everyMinutes * 2 ** Math.min(problem ? due.failures + 1 : 0, 8));
  await finishFetch(due, startedAt, {
    problem,
    nextAt: new Date(Date.now() + pause * 60_000),
    isComplete,
    ...(present ? { present } : {}),
  });
}
