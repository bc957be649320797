/** A change of everything that a query finds (BulkChange, ours), which the server makes by itself: how far it is. */
import { words } from '../i18n/words.ts';
import type { Answers } from './call-account.ts';
import type { MethodCall } from './connection.ts';

export interface BulkState {
  id: string;
  state: 'running' | 'done' | 'undoing' | 'undone' | 'failed';
  total: number;
  done: number;
  reason: string | null;
}

const againMs = 250;

/** Asks until it is over. Throws the reason when it failed, or when the server knows nothing of it. */
export async function bulkIsOver(
  id: string,
  call: (calls: MethodCall[]) => Promise<Answers>,
  told: (state: BulkState) => void = () => undefined,
): Promise<void> {
  for (;;) {
    const [found] = (await call([['BulkChange/get', { ids: [id] }, 'get']]))('get').list as BulkState[];
    if (!found) throw new Error(words('ui')('bulkGone'));
    if (found.state === 'failed') throw new Error(found.reason ?? '');
    if (found.state === 'done' || found.state === 'undone') return;
    told(found);
    await new Promise((later) => setTimeout(later, againMs));
  }
}
