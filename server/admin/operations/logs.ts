/** What the processes of all machines have logged lately. Lines say what was done with mail, never what stands in it. */
import { z } from 'zod';
import { logLevels } from '#server/log/log.ts';
import { findAccountByEmail, searchLog, searchTraces } from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { listOf, search, time } from '../words.ts';

const words = (what: string) => z.string().trim().max(200).optional().describe(what);

export const logList = operation({
  name: 'log.list',
  http: 'GET /logs',
  summary: 'Shows what the processes of all machines have logged, the newest first.',
  input: z.strictObject({
    level: z.enum(['error', 'warn', 'info', 'debug']).default('debug').describe('This and what is worse.'),
    process: words('Only processes whose name begins so, such as web or mail 1.'),
    event: words('Only events that begin so, such as queue: or smtp: refused.'),
    account: words('Only lines that name this account.'),
    message: words('Only lines about this message: its Message-ID, or the number of its trace.'),
    search,
    before: z.int().optional().describe('Only lines before the one of this number.'),
    limit: z.int().min(1).max(20_000).default(200).describe('How many at most.'),
  }),
  output: listOf(
    z.object({
      id: z.int(),
      at: time,
      level: z.enum(['error', 'warn', 'info', 'debug']),
      host: z.string(),
      process: z.string(),
      event: z.string(),
      fields: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    }),
  ),
  touches: () => 'server',
  async run(_caller, { level, process, event, account, message, search: text, before, limit }) {
    const found = await searchLog({
      ...{ levels: logLevels.slice(0, logLevels.indexOf(level) + 1), process, event, text, before, limit },
      account: account ? { email: account, accountId: (await findAccountByEmail(account.toLowerCase()))?.accountId ?? null } : undefined,
      message: message ? await namesOf(message) : undefined,
    });
    return { ok: true, value: { items: found.map(({ logNo, ...line }) => ({ ...line, id: logNo })) } };
  },
});

/** Lines name a message by its trace or by its number in the queue; people know its Message-ID. */
async function namesOf(message: string): Promise<{ texts: string[]; queueIds: number[] }> {
  const bare = message.replaceAll(/^<|>$/g, '');
  const traces = await searchTraces(bare.includes('@') ? { messageId: bare, limit: 50 } : { text: bare, limit: 50 });
  const own = traces.filter(({ traceId, messageId }) => traceId === bare || messageId?.replaceAll(/^<|>$/g, '') === bare);
  return { texts: [bare, ...new Set(own.map(({ traceId }) => traceId))], queueIds: own.flatMap(({ queueId }) => queueId ?? []) };
}
