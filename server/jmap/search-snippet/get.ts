/** SearchSnippet/get (RFC 8621 §5.1). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { emailWireId, parseEmailWireId } from '#lib/ids.ts';
import { readSearchText } from '#lib/jmap/search-text.ts';
import { getEmailMetadata, searchSnippets } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { compileFilter } from '../email/filter.ts';
import { method } from '../method.ts';
import { object } from '../shapes.ts';
import { idsToGet } from '../standard/get.ts';

export const searchSnippetGet = method({
  name: 'SearchSnippet/get',
  capability: capability.mail,
  args: { filter: object.nullish(), emailIds: z.array(z.string()) },
  sharing: true,
  async run({ accountId, shared }, { filter, emailIds }) {
    compileFilter(accountId, filter); // RFC 8621 §5.1: unsupportedFilter as in Email/query
    const ids = idsToGet(emailIds);
    if (!ids) throw new MethodError('invalidArguments');
    const numbers = ids.map((id) => parseEmailWireId(accountId, id) ?? 0);
    const rows = await getEmailMetadata(accountId, numbers.filter(Boolean));
    const known = new Set(rows.filter((row) => !shared || shared.narrowed(row)).map(({ emailId }) => emailId));
    const words = [...new Set(wordsOf(filter ?? {}))];
    const found = numbers.filter((number) => known.has(number));
    const snippets =
      words.length > 0
        ? await searchSnippets(accountId, found, words)
        : found.map((emailId) => ({ emailId, subject: null, preview: null }));
    const notFound = ids.filter((_id, index) => !known.has(numbers[index] ?? 0));
    return {
      list: snippets.map(({ emailId, subject, preview }) => ({ emailId: emailWireId(accountId, emailId), subject, preview })),
      notFound: notFound.length > 0 ? notFound : null,
    };
  },
});

/** What is looked for in text, subject and body. What stands below NOT is in none of the results. */
function wordsOf(filter: Record<string, unknown>): string[] {
  if (filter.operator === 'NOT') return [];
  if (Array.isArray(filter.conditions)) return (filter.conditions as Record<string, unknown>[]).flatMap(wordsOf);
  return ['text', 'subject', 'body'].flatMap((property) => {
    const value = filter[property];
    if (typeof value !== 'string') return [];
    const { words, phrases } = readSearchText(value);
    return [...words, ...phrases];
  });
}
