/** The listening side of push: one connection of its own per process, re-made when it breaks, and a poll beside it. */
import pg from 'pg';
import { log, reasonOf } from '#server/log/log.ts';
import { database } from '../database.ts';
import { channel, credentialsMark, tell, tellCredentials, watchedAccounts } from './announce.ts';

const pollWithoutNotify = 5000;
const pollWithNotify = 30_000;

/** Called once in each process; the result stops it. */
export async function startPush(): Promise<() => Promise<void>> {
  let stopped = false;
  let client: pg.Client | undefined;
  let retry: NodeJS.Timeout | undefined;

  const connect = async () => {
    if (stopped) return;
    const fresh = new pg.Client({ connectionString: process.env.DATABASE_URL, application_name: 'posthorn push' });
    const again = () => {
      if (client === fresh) client = undefined;
      if (!stopped && !retry) {
        retry = setTimeout(() => {
          retry = undefined;
          void connect();
        }, 500);
      }
    };
    fresh.on('error', again).on('end', again);
    fresh.on('notification', ({ payload = '' }) => {
      for (const hint of payload.split(',')) {
        if (hint.startsWith(credentialsMark)) {
          tellCredentials(Number(hint.slice(credentialsMark.length)));
          continue;
        }
        const [account, modseq] = hint.split(':');
        tell(Number(account), Number(modseq));
      }
    });
    try {
      await fresh.connect();
      await fresh.query(`listen ${channel}`);
      client = fresh;
      await poll(); // what was missed while nobody listened
    } catch (error) {
      log.warn('store: not listening for changes, polling instead', { reason: reasonOf(error) });
      again();
      await fresh.end().catch(() => undefined);
    }
  };

  const poll = async () => {
    const accounts = watchedAccounts();
    if (accounts.length === 0) return;
    const text = 'select account_id, modseq from account_state where account_id = any($1)';
    const { rows } = await database().pool.query<{ account_id: number; modseq: number }>(text, [accounts]);
    for (const { account_id, modseq } of rows) tell(account_id, modseq);
  };

  let lastPoll = Date.now();
  const timer = setInterval(() => {
    if (Date.now() - lastPoll < (client ? pollWithNotify : pollWithoutNotify)) return;
    lastPoll = Date.now();
    poll().catch((error: unknown) => log.warn('store: polling for changes failed', { reason: reasonOf(error) }));
  }, 1000);
  await connect();
  return async () => {
    stopped = true;
    clearInterval(timer);
    clearTimeout(retry);
    await client?.end().catch(() => undefined);
  };
}
