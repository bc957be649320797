/**
 * What goes wrong in an act of administration: a code of the catalogue (messages/…/problems.json) and its values. The command line and the
 * HTTP API say it in English, the panel in the language of its reader; the sentences stand in the catalogue alone.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { IntlMessageFormat } from 'intl-messageformat';
import type sentences from '#messages/en/problems.json';

/** Read and not imported: the build of the web app compiles catalogues into something else. */
const file = path.join(path.dirname(fileURLToPath(import.meta.url)), '../../messages/en/problems.json');
const english = JSON.parse(readFileSync(/* turbopackIgnore: true */ file, 'utf8')) as typeof sentences;

export type ProblemCode = keyof typeof sentences;
export type ProblemValues = Record<string, string | number>;
export interface Problem {
  code: ProblemCode;
  values: ProblemValues;
}

export const isProblemCode = (code: string): code is ProblemCode => Object.hasOwn(english, code);

export const inEnglish = ({ code, values }: Problem): string => String(new IntlMessageFormat(english[code], 'en').format(values));

/** By their English sentence: all that a schema says of what is wrong is a sentence. */
const ofSchemas = new Map<string, Problem>();

/** The sentence of a schema, known again as its problem when it comes back (`problemIn`). Values are fixed: each sentence is kept. */
export function wrong(code: ProblemCode, values: ProblemValues = {}): string {
  const problem = { code, values };
  const sentence = inEnglish(problem);
  ofSchemas.set(sentence, problem);
  return sentence;
}

export const problemIn = (sentence: string): Problem | undefined => ofSchemas.get(sentence);
