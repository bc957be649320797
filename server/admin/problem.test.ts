/** What an operation says of a fault stands in the catalogue, and so in every language (messages/catalogues.test.ts). */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { issueProblem } from './issue-problem.ts';
import { operations } from './operations.ts';
import { inEnglish, isProblemCode, problemIn, wrong } from './problem.ts';
import { domainName } from './words.ts';

interface Definition {
  error?: (issue: object) => unknown;
  checks?: { _zod: { def: Definition } }[];
}

/** All sentences of its own that a schema, or one within it, would say. */
function sentencesOf(schema: z.ZodType): string[] {
  const found: string[] = [];
  const seen = new Set<unknown>();
  const take = ({ error }: Definition) => {
    const said = error?.({ code: 'custom', input: '' });
    if (typeof said === 'string') found.push(said);
  };
  const walk = (value: unknown) => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (value instanceof z.ZodType) {
      const def = value._zod.def as unknown as Definition;
      take(def);
      for (const check of def.checks ?? []) take(check._zod.def);
      if (value instanceof z.ZodObject) walk(value.shape);
      walk(def);
    } else for (const inner of Object.values(value)) walk(inner);
  };
  walk(schema);
  return found;
}

test('each sentence of an input is known as a problem', () => {
  const sentences = operations.flatMap(({ name, input }) => sentencesOf(input).map((sentence) => `${name}: ${sentence}`));
  expect(sentences).toContain('domain.add: Give a domain such as hamburger.edu.');
  expect(sentences.filter((line) => !problemIn(line.slice(line.indexOf(': ') + 2)))).toEqual([]);
  expect(sentencesOf(z.object({ name: z.string().min(1, 'No problem.') }))).toEqual(['No problem.']); // or this test could not fail
});

test('a sentence is its problem again, with its values', () => {
  expect(issueProblem(domainName.safeParse('-').error?.issues[0])).toEqual({ code: 'domain', values: {} });
  expect(wrong('hoursMost', { most: 72 })).toBe('Give at most 72 hours.');
  expect(problemIn('Give at most 72 hours.')).toEqual({ code: 'hoursMost', values: { most: 72 } });
});

test('what zod finds by itself is said in words of the catalogue', () => {
  const schema = z.strictObject({ hours: z.int().min(1).max(9), mode: z.enum(['open', 'closed']) });
  const said = (input: unknown) => schema.safeParse(input).error?.issues.map((issue) => inEnglish(issueProblem(issue)));
  expect(said({ hours: 0, mode: 'open' })).toEqual(['hours: at least 1.']);
  expect(said({ hours: 10, mode: 'open' })).toEqual(['hours: at most 9.']);
  expect(said({ hours: 'many', mode: 'ajar' })).toEqual(['hours: a number was expected.', 'mode: one of open, closed.']);
  expect(said({ hours: 1, mode: 'open', more: 1 })).toEqual(['more is not known here.']);
  expect(said(null)).toEqual(['That was not understood.']);
  expect(isProblemCode('nonsense')).toBe(false);
});
