/**
 * The commands that are operations of administration: `posthorn OBJECT VERB …`. Their words, options and help are made of the table of
 * operations, so that what the panel and the HTTP API can do, the command line can.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { z } from 'zod';
import { commandLine } from '#server/admin/caller.ts';
import { isRead, type Operation } from '#server/admin/operation.ts';
import { operations } from '#server/admin/operations.ts';
import { fromWord, inputSchema, type FieldSchema } from '#server/admin/parameters.ts';
import { jobShape } from '#server/admin/operations/jobs.ts';
import { perform } from '#server/admin/perform.ts';
import { isSecret } from '#server/admin/words.ts';
import { askSecret } from './ask-secret.ts';
import { printTable } from './print-table.ts';
import { UsageError } from './usage-error.ts';
import { waitForWork } from './wait-for-work.ts';
import { withDatabase } from './with-database.ts';

const objectOf = ({ name }: Operation) => name.slice(0, name.indexOf('.'));
const verbOf = ({ name }: Operation) => name.slice(name.indexOf('.') + 1);
export const operationsOf = (object: string): Operation[] => operations.filter((operation) => objectOf(operation) === object);
export const operationObjects = (): string[] => [...new Set(operations.map(objectOf))];

export async function runOperation(object: string, args: string[]): Promise<void> {
  const all = operationsOf(object);
  const [verb = '', ...rest] = args;
  if (verb === '' || verb === '--help' || verb === 'help') return console.log(objectHelp(object));
  const operation = all.find((one) => verbOf(one) === verb);
  if (!operation) throw new UsageError(`there is no "${object} ${verb}".\n${objectHelp(object)}`);
  if (rest.includes('--help')) return console.log(operationHelp(operation));
  const { json, wait, input } = await readInput(operation, rest);
  await withDatabase(async () => {
    const begun = await performAll(operation, input);
    const value = wait ? await waitForWork((begun as z.output<typeof jobShape>).id) : begun;
    print(operation, value, json);
  });
}

/** A list is fetched to its end and is an array, unless its pages were asked for: then it comes as the HTTP API gives it, with `next`. */
async function performAll(operation: Operation, input: Record<string, unknown>): Promise<unknown> {
  const items: unknown[] = [];
  let after: string | undefined;
  for (;;) {
    const result = await perform(operation, commandLine, { ...input, ...(after !== undefined && { after }) });
    if (!result.ok) throw new UsageError(result.message);
    const value = result.value as { items?: unknown[]; next?: string | null } | null;
    if (!value?.items || input.after !== undefined || input.limit !== undefined) return value;
    items.push(...value.items);
    if (!value.next) return Object.keys(value).every((name) => name === 'items' || name === 'next') ? items : { ...value, items };
    after = value.next;
  }
}

async function readInput(operation: Operation, args: string[]): Promise<{ json: boolean; wait: boolean; input: Record<string, unknown> }> {
  const { properties, required = [] } = inputSchema(operation);
  const options = Object.fromEntries(
    Object.entries(properties).map(([name, field]) => [
      name,
      field.type === 'boolean' ? ({ type: 'boolean' } as const) : ({ type: 'string', multiple: field.type === 'array' } as const),
    ]),
  );
  const { values, positionals } = parse(operation, args.map(asField(properties)), options);
  const input: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(properties)) {
    const given = values[name];
    if (typeof given === 'boolean') input[name] = given;
    else if (Array.isArray(given)) input[name] = given.flatMap((word) => fromWord(field, String(word)) as unknown[]);
    else if (given !== undefined) input[name] = fromWord(field, fileOr(given));
  }
  takePositionals(operation, properties, positionals, input);
  for (const name of required) {
    if (input[name] === undefined && isSecret(operation.input.shape[name] as z.ZodType)) input[name] = await ask(name);
    if (input[name] === undefined) throw new UsageError(`${wordsOf(operation)} needs ${name}.\n${operationHelp(operation)}`);
  }
  return { json: values.json === true, wait: values.wait === true, input };
}

/** Of a long work it is told how it began: it has an end to wait for. */
const beginsWork = ({ name, output }: Operation): boolean => output === jobShape && name !== 'job.get';

/** `--drop-copy` is the field dropCopy. */
const asField = (properties: object) => (word: string) => {
  const [, name = '', rest = ''] = /^--([a-z]+(?:-[a-z]+)+)(=.*)?$/s.exec(word) ?? [];
  const field = name.replaceAll(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return field in properties ? `--${field}${rest}` : word;
};
export const asOption = (field: string): string => `--${field.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

type Given = Record<string, string | boolean | (string | boolean)[] | undefined>;

function parse(operation: Operation, args: string[], options: NonNullable<Parameters<typeof parseArgs>[0]>['options']) {
  try {
    const flag = { type: 'boolean' } as const;
    const own = { json: flag, ...(beginsWork(operation) && { wait: flag }) };
    const { values, positionals } = parseArgs({ args, options: { ...options, ...own }, allowPositionals: true });
    return { values: values as Given, positionals };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n${operationHelp(operation)}`);
  }
}

function takePositionals(
  operation: Operation,
  properties: Record<string, FieldSchema>,
  words: string[],
  input: Record<string, unknown>,
): void {
  const names = operation.args ?? [];
  for (const [index, name] of names.entries()) {
    const field = name.replace('…', '');
    if (name.endsWith('…')) {
      if (words.length > index) input[field] = words.slice(index);
      return;
    }
    const word = words[index];
    if (word !== undefined) input[field] = fromWord(properties[field], fileOr(word));
  }
  const extra = words[names.length];
  if (extra !== undefined) throw new UsageError(`"${extra}" is too much.\n${operationHelp(operation)}`);
}

/** `@people.csv` is what the file holds; `@-` what comes on the standard input. */
function fileOr(word: string): string {
  if (!/^@./.test(word)) return word;
  try {
    return readFileSync(word === '@-' ? 0 : word.slice(1), 'utf8');
  } catch {
    throw new UsageError(`the file ${word.slice(1)} cannot be read.`);
  }
}

async function ask(name: string): Promise<string> {
  const given = await askSecret(`${name[0]?.toUpperCase()}${name.slice(1)}: `);
  if (!given) throw new UsageError(`a ${name} is needed: give --${name}, or type one.`);
  return given;
}

function print(operation: Operation, value: unknown, json: boolean): void {
  if (json) return console.log(JSON.stringify(value, null, 2));
  if (value === null || value === undefined) return console.log(`${wordsOf(operation)}: done`);
  const { items, csv } = Array.isArray(value)
    ? { items: value as Record<string, unknown>[], csv: undefined }
    : (value as { items?: Record<string, unknown>[]; csv?: string });
  if (csv !== undefined) return void process.stdout.write(csv);
  if (items) return printTable(items, { json, empty: `${wordsOf(operation)}: nothing` });
  for (const [name, part] of Object.entries(value)) {
    const lines = Array.isArray(part) ? part.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))) : [part];
    const text = lines.map((line) =>
      line instanceof Date ? line.toISOString() : typeof line === 'object' ? JSON.stringify(line) : String(line),
    );
    console.log(`${name.padEnd(16)}${text.join('\n'.padEnd(17))}`);
  }
  if (!isRead(operation)) console.log(`${wordsOf(operation)}: done`);
}

const wordsOf = (operation: Operation) => `${objectOf(operation)} ${verbOf(operation)}`;

function usage(operation: Operation): string {
  const args = (operation.args ?? []).map((name) => name.toUpperCase());
  return ['posthorn', wordsOf(operation), ...args].join(' ');
}

export function objectHelp(object: string): string {
  const lines = operationsOf(object).map((operation) => [usage(operation), operation.summary] as const);
  const width = Math.max(...lines.map(([left]) => left.length));
  return [...lines.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`), 'Each takes --help and --json.'].join('\n');
}

function operationHelp(operation: Operation): string {
  const { properties, required = [] } = inputSchema(operation);
  const positional = (operation.args ?? []).map((name) => name.replace('…', ''));
  const rows = Object.entries(properties).map(([name, field]) => {
    const left = positional.includes(name)
      ? name.toUpperCase()
      : field.type === 'boolean'
        ? asOption(name)
        : `${asOption(name)} ${kindOf(field)}`;
    const notes = [
      field.description,
      field.enum && `One of ${field.enum.join(', ')}.`,
      field.default !== undefined && field.default !== '' && field.default !== false && `Otherwise ${JSON.stringify(field.default)}.`,
      required.includes(name) && !positional.includes(name) && 'Needed.',
    ];
    return [left, notes.filter(Boolean).join(' ')] as const;
  });
  const wait = beginsWork(operation) ? [['--wait', 'Shows how far the work is, until it has ended.'] as const] : [];
  const all = [...rows, ...wait, ['--json', 'The answer as JSON.'] as const];
  const width = Math.max(...all.map(([left]) => left.length));
  return [
    `usage: ${usage(operation)}`,
    operation.summary,
    ...all.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`.trimEnd()),
    ...(rows.some(([left]) => left.startsWith('--csv')) ? ['A value @FILE is what the file holds; @- the standard input.'] : []),
  ].join('\n');
}

const kindOf = (field: FieldSchema): string => (field.type === 'integer' ? 'NUMBER' : field.type === 'array' ? 'A,B' : 'TEXT');
