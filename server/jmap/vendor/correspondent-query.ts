/** Correspondent/query: people this account wrote to or heard from, whose name or address begins with the text, the likeliest first. */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { findCorrespondents } from '#server/store/index.ts';
import { method } from '../method.ts';

const most = 50;

export const correspondentQuery = method({
  name: 'Correspondent/query',
  capability: capability.contacts,
  args: {
    text: z.string().max(255).nullish(),
    filter: z.strictObject({ text: z.string().max(255).nullish() }).nullish(),
    limit: z.number().int().min(1).nullish(),
  },
  async run({ accountId }, { text, filter, limit }) {
    const wanted = (text ?? filter?.text ?? '').replaceAll('\0', '').trim();
    return { list: await findCorrespondents(accountId, wanted, Math.min(limit ?? 10, most)) };
  },
});
