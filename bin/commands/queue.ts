/** `posthorn queue list|retry [ID]|hold ID|drop ID`. */
import { parseArgs } from 'node:util';
import { audit, dropMessage, holdMessage, listQueue, retryNow } from '#server/store/index.ts';
import { printTable } from '../print-table.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({ args, options: { json: { type: 'boolean', default: false } }, allowPositionals: true });
  const [action = 'list', given] = positionals;
  const id = given === undefined ? undefined : Number(given);
  if (id !== undefined && !Number.isInteger(id)) throw new UsageError(`"${given}" is not a queue id: "posthorn queue list" shows them.`);
  await withDatabase(async () => {
    if (action === 'list') return list(values.json);
    if (action === 'retry') {
      const count = await retryNow(id);
      await audit('command line', 'queue.retry', { id: id ?? 'all' });
      return console.log(count === 0 ? 'nothing was waiting' : `due now: ${count} recipient${count === 1 ? '' : 's'}`);
    }
    if (id === undefined) throw new UsageError(`queue ${action} needs the id of a message.`, { usage: true });
    if (action !== 'hold' && action !== 'drop') throw new UsageError(`there is no "queue ${action}".`, { usage: true });
    const done = await (action === 'hold' ? holdMessage(id) : dropMessage(id));
    if (!done) throw new UsageError(`nothing of message ${id} is waiting.`);
    await audit('command line', `queue.${action}`, { id });
    console.log(`${action === 'hold' ? 'held' : 'dropped'} ${id}`);
  });
}

async function list(json: boolean): Promise<void> {
  const entries = await listQueue();
  if (json) return console.log(JSON.stringify(entries, null, 2));
  const rows = entries.map((entry) => ({
    id: entry.queueId,
    from: entry.mailFrom || '<>',
    to: entry.recipient,
    state: entry.active ? 'trying now' : entry.state,
    attempts: entry.attempts,
    next: entry.nextAt,
    'last reply': entry.lastText ? `${entry.lastCode ?? ''} ${entry.lastText}`.trim() : '-',
  }));
  printTable(rows, { json: false, empty: 'The queue is empty.' });
}
