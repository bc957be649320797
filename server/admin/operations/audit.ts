/** Who did what. */
import { z } from 'zod';
import { searchAudit } from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { paged, pageOf, pageSize, search, time } from '../words.ts';

export const auditList = operation({
  name: 'audit.list',
  http: 'GET /audit',
  summary: 'Shows who did what, the newest first.',
  input: z.strictObject({
    search,
    action: z.string().max(60).optional().describe('Only these acts, such as account.remove or account.'),
    after: z.string().regex(/^\d+$/).optional().describe('The `next` of the page before.'),
    limit: pageSize,
  }),
  output: pageOf(
    z.object({
      id: z.int(),
      at: time,
      actor: z.string(),
      action: z.string(),
      ip: z.string().nullable(),
      detail: z.record(z.string(), z.unknown()).nullable(),
    }),
  ),
  touches: () => 'own',
  async run({ domains }, { search: text, action, after, limit }) {
    const found = await searchAudit({ text, action, before: after ? Number(after) : undefined, domains, limit: limit + 1 });
    const items = found.map((entry) => ({ ...entry, id: entry.seq }));
    return { ok: true, value: paged(items, limit, ({ id }) => String(id)) };
  },
});
