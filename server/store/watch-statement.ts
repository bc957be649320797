/** A long statement of a transaction: its function tells how far it is, and whoever waits may end it. */
import type { PoolClient } from 'pg';
import { rows } from './database.ts';

export interface StatementWatch {
  /** Aborted: the statement is cancelled, and nothing of the transaction stays. */
  signal: AbortSignal;
  /** From 0 to 1. */
  tell: (share: number) => void;
}

/** What `f_tell_share` sends by. */
const shareCode = 'PH002';

/** Throws the signal's reason when it was ended; also when that came too late to stop `work`, so that its transaction is not committed. */
export async function watched<T>(client: PoolClient, { signal, tell }: StatementWatch, work: () => Promise<T>): Promise<T> {
  const found = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  let cancelling: Promise<unknown> | undefined;
  const onNotice = ({ code, message }: { code?: string | undefined; message?: string | undefined }) => {
    if (code === shareCode) tell(Number(message));
  };
  const onAbort = () => {
    cancelling = rows('select pg_cancel_backend($1)', [found.rows[0]?.pid]).catch(() => undefined);
  };
  client.on('notice', onNotice);
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const result = await work();
    signal.throwIfAborted();
    return result;
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    client.off('notice', onNotice);
    signal.removeEventListener('abort', onAbort);
    await cancelling; // a cancellation on its way must not meet what the connection does next
  }
}
