/** Mail that is held. Who reads one is written down where its owner sees it. */
import { z } from 'zod';
import { releaseHeld } from '#server/queue/release-held.ts';
import { deleteQuarantined, getQuarantined } from '#server/store/index.ts';
import { domainOf } from '../caller.ts';
import { operation, type Touched } from '../operation.ts';
import { listHeld, showHeld } from '../quarantine.ts';
import { done, failure, refuse } from '../result.ts';
import { listOf, nothing, octets, time } from '../words.ts';

const heldShape = z.object({
  id: z.int(),
  at: time,
  expiresAt: time,
  sender: z.string(),
  author: z.string(),
  recipients: z.array(z.string()),
  size: octets,
  score: z.number(),
  reasons: z.array(z.object({ name: z.string(), points: z.number(), text: z.string() })),
});
const one = z.strictObject({ id: z.int().positive().describe('Its number in the list.') });
const gone = failure('notFound', 'quarantineGone');

async function ofHeld({ id }: { id: number }): Promise<Touched> {
  const held = await getQuarantined(id);
  return { domains: held ? [...new Set(held.rcpts.map(domainOf))] : [''] };
}

export const quarantineList = operation({
  name: 'quarantine.list',
  http: 'GET /quarantine',
  summary: 'Lists mail that is held, with the reasons, the newest first.',
  input: z.strictObject({ limit: z.int().min(1).max(1000).default(200).describe('How many at most.') }),
  output: listOf(heldShape),
  touches: () => 'own',
  async run({ domains }, { limit }) {
    const held = await listHeld(domains ? 1000 : limit);
    const mine = held.filter(({ recipients }) => domains === null || recipients.every((address) => domains.includes(domainOf(address))));
    return { ok: true, value: { items: mine.slice(0, limit) } };
  },
});

export const quarantineRead = operation({
  name: 'quarantine.read',
  http: 'POST /quarantine/{id}/read',
  summary: 'Shows the header and the beginning of the text of a message that is held. It is written to the audit log that you read it.',
  args: ['id'],
  input: one,
  output: heldShape.extend({ goesTo: z.array(z.string()), subject: z.string(), header: z.string(), text: z.string() }),
  touches: ofHeld,
  run: (_caller, { id }) => showHeld(id),
});

export const quarantineRelease = operation({
  name: 'quarantine.release',
  http: 'POST /quarantine/{id}/release',
  summary: 'Delivers a message that is held, as if it had come now.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofHeld,
  async run(_caller, { id }) {
    const held = await getQuarantined(id);
    if (!held) return gone;
    return (await releaseHeld(held)) ? done : refuse('quarantineNobody');
  },
});

export const quarantineDrop = operation({
  name: 'quarantine.drop',
  http: 'DELETE /quarantine/{id}',
  summary: 'Deletes a message that is held; nobody is told.',
  args: ['id'],
  input: one,
  output: nothing,
  touches: ofHeld,
  run: async (_caller, { id }) => ((await getQuarantined(id)) && (await deleteQuarantined(id)) ? done : gone),
});
