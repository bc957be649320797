/** Where a message went, and why. What it is about is its reader's business: subjects can be searched by, and are not shown. */
import { z } from 'zod';
import { traceSources, traceStatuses } from '#server/store/index.ts';
import { domainOf, type Caller } from '../caller.ts';
import { operation } from '../operation.ts';
import { failure } from '../result.ts';
import { findTraces, traceStory, type TraceRow } from '../trace.ts';
import { octets, paged, pageOf, pageSize, time } from '../words.ts';

const rowShape = z.object({
  traceId: z.string(),
  at: time,
  changedAt: time,
  source: z.enum(traceSources),
  from: z.string(),
  to: z.string(),
  messageId: z.string().nullable(),
  size: octets,
  remote: z.string().nullable(),
  status: z.enum(traceStatuses),
  reply: z.string().nullable(),
  queueId: z.int().nullable(),
});
const concerns = ({ domains }: Caller, { from, to }: TraceRow) =>
  domains === null || [from, to].some((address) => domains.includes(domainOf(address).toLowerCase()));
const words = z.string().trim().max(1000).optional();

export const traceSearch = operation({
  name: 'trace.search',
  http: 'GET /traces',
  summary: 'Finds messages by address, Message-ID, words of the subject, time or what became of them; a row for each recipient.',
  args: ['text'],
  input: z.strictObject({
    text: words.describe('In an address, the Message-ID, the subject, or the number of the trace.'),
    address: words.describe('Of the sender or of a recipient.'),
    messageId: words.describe('Without its angle brackets or with them.'),
    status: z.enum(traceStatuses).optional(),
    since: words.describe('Such as 2026-11-21 or 2026-11-21T14:00.'),
    until: words.describe('Such as 2026-11-21 or 2026-11-21T14:00.'),
    after: z.string().regex(/^\d+$/).optional().describe('The `next` of the page before.'),
    limit: pageSize,
  }),
  output: pageOf(rowShape),
  touches: () => 'own',
  async run(caller, { after, limit, ...query }) {
    // One more than asked for tells whether there is another page; whoever has not the whole server gets what is his of the last thousand.
    const most = caller.domains === null ? Math.min(1000, limit + 1) : 1000;
    const found = await findTraces({ ...query, limit: most, ...(after && { before: Number(after) }) });
    if (!found.ok) return found;
    const mine = found.value.filter((row) => concerns(caller, row));
    return { ok: true, value: paged(mine, Math.min(limit, 999), ({ traceNo }) => String(traceNo)) };
  },
});

export const traceShow = operation({
  name: 'trace.show',
  http: 'GET /traces/{id}',
  summary: 'Tells the whole story of a message: connection, verdicts, mailbox; or submission, each attempt, the remote server’s words.',
  args: ['id'],
  input: z.strictObject({ id: z.string().min(1).max(100).describe('The number of the trace.') }),
  output: z.object({
    traceId: z.string(),
    recipients: z.array(rowShape),
    events: z.array(
      z.object({
        at: time,
        type: z.string(),
        account: z.string().nullable(),
        mailbox: z.string().nullable(),
        detail: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
      }),
    ),
  }),
  touches: () => 'own',
  async run(caller, { id }) {
    const story = await traceStory(id);
    if (!story.ok) return story;
    const recipients = story.value.recipients.filter((row) => concerns(caller, row));
    if (caller.domains !== null && recipients.length === 0) return failure('forbidden', 'traceForeign');
    const theirs = ({ account }: { account: string | null }) => account === null || caller.domains?.includes(domainOf(account)) !== false;
    const events = story.value.events
      .filter(theirs)
      .map(({ detail: { subject: _subject, ...detail }, ...event }) => ({ ...event, detail }));
    return { ok: true, value: { traceId: id, recipients, events } };
  },
});
