/** The queue: look, try again, hold, release, drop, send back. Subjects and texts are nobody's business here. */
import { z } from 'zod';
import { giveUp } from '#server/queue/give-up.ts';
import * as store from '#server/store/index.ts';
import { domainOf } from '../caller.ts';
import { operation, type Touched } from '../operation.ts';
import { done, missingOf, refuse } from '../result.ts';
import { listOf, nothing, octets, search, time } from '../words.ts';
import { queueRows, unchanged } from '../queue.ts';

export const queueShape = z.object({
  id: z.int(),
  recipient: z.string(),
  sender: z.string(),
  state: z.enum(['sending', 'scheduled', 'waiting', 'deferred', 'held']),
  size: octets,
  attempts: z.int(),
  createdAt: time,
  nextAt: time.nullable(),
  expiresAt: time,
  said: z.string(),
  host: z.string().nullable(),
  priority: z.int(),
  route: z.string().nullable(),
  traceId: z.string().nullable(),
});

const one = z.strictObject({ id: z.int().positive().describe('The number of the message in the queue.') });

/** A message is its sender's, and of those it is for; one that is not there is nobody's, so that numbers tell nothing. */
export async function ofMessage({ id }: { id: number }): Promise<Touched> {
  const [entry] = await store.listQueue({ queueId: id, limit: 1 });
  return { domains: [entry ? domainOf(entry.mailFrom) : ''] };
}

export const queueList = operation({
  name: 'queue.list',
  http: 'GET /queue',
  summary: 'Lists what waits to be sent, a row for each recipient, the oldest first.',
  input: z.strictObject({
    search,
    id: z.int().positive().optional().describe('Only the message of this number.'),
    limit: z.int().min(1).max(5000).default(500).describe('How many at most.'),
  }),
  output: listOf(queueShape),
  touches: () => 'own',
  async run({ domains }, { search: text = '', id, limit }) {
    const most = domains || text ? 5000 : limit;
    const all = queueRows(await store.listQueue({ limit: most, ...(id && { queueId: id }) }), new Date());
    const wanted = text.toLowerCase();
    const items = all.filter(
      ({ sender, recipient, said }) =>
        (domains === null || domains.includes(domainOf(sender))) &&
        [sender, recipient, said].some((one) => one.toLowerCase().includes(wanted)),
    );
    return { ok: true, value: { items: items.slice(0, limit) } };
  },
});

export const queueRetry = operation({
  name: 'queue.retry',
  http: 'POST /queue/{id}/retry',
  summary: 'Tries a message again now, also one that is held.',
  args: ['id'],
  input: one,
  output: z.object({ recipients: z.int() }),
  touches: ofMessage,
  async run(_caller, { id }) {
    const recipients = await store.retryNow(id);
    if (recipients > 0) return { ok: true, value: { recipients } };
    return refuse('queueNothing');
  },
});

export const queueRetryAll = operation({
  name: 'queue.retry-all',
  http: 'POST /queue/retry-all',
  summary: 'Tries everything that waits again now.',
  input: z.strictObject({}),
  output: z.object({ recipients: z.int() }),
  touches: () => 'server',
  async run() {
    return { ok: true, value: { recipients: await store.retryNow() } };
  },
});

export const queueHold = operation({
  name: 'queue.hold',
  http: 'POST /queue/{id}/hold',
  summary: 'Holds a message until it is tried again or dropped.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofMessage,
  run: async (_caller, { id }) => ((await store.holdMessage(id)) ? done : await unchanged(id)),
});

export const queueDrop = operation({
  name: 'queue.drop',
  http: 'DELETE /queue/{id}',
  summary: 'Drops a message for all of its recipients; nobody is told.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofMessage,
  run: async (_caller, { id }) => ((await store.dropMessage(id)) ? done : await unchanged(id)),
});

export const queueBounce = operation({
  name: 'queue.bounce',
  http: 'POST /queue/{id}/bounce',
  summary: 'Gives a message up at once: its sender gets the notice that it could not be delivered.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofMessage,
  run: async (_caller, { id }) => ((await giveUp(id)) ? done : await unchanged(id)),
});

/** Trace and addresses; never what the message is about. */
const quiet = /^(subject|thread-topic|comments|keywords)$/i;

export const queueHeaders = operation({
  name: 'queue.headers',
  http: 'GET /queue/{id}/headers',
  summary: 'Shows the header of a message that waits, without its subject.',
  args: ['id'],
  input: one,
  output: z.object({ headers: z.array(z.object({ name: z.string(), value: z.string() })) }),
  touches: ofMessage,
  async run(_caller, { id }) {
    const header = await store.readQueuedHeader(id);
    if (header === null) return missingOf('queued', id);
    const fields = header.split(/\r?\n(?![ \t])/).flatMap((line) => {
      const at = line.indexOf(':');
      return at > 0
        ? [
            {
              name: line.slice(0, at),
              value: line
                .slice(at + 1)
                .replace(/\r?\n[ \t]+/g, ' ')
                .trim(),
            },
          ]
        : [];
    });
    return { ok: true, value: { headers: fields.map((field) => (quiet.test(field.name) ? { ...field, value: '…' } : field)) } };
  },
});
