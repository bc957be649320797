/** Whether the constants of a command or test make sense. Strings that hold variables are looked at when they are known. */
import { isMailbox } from '../../smtp/path.ts';
import { sieveLimits } from '../limits.ts';
import { SieveFault } from '../syntax/lexer.ts';
import { comparators } from './capabilities.ts';
import type { Node, Value } from './program.ts';

export const relations = ['gt', 'ge', 'lt', 'le', 'eq', 'ne'] as const;
/** RFC 5260 §4.2. */
export const dateParts = [
  ...['year', 'month', 'day', 'date', 'julian', 'hour', 'minute', 'second', 'time', 'iso8601', 'std11', 'zone', 'weekday'],
] as readonly string[];
export const isFieldName = (name: string): boolean => /^[!-9;-~]{1,200}$/.test(name);
export const isZone = (text: string): boolean => /^[+-](?:[01]\d|2[0-3])[0-5]\d$/.test(text);
export const isVariableName = (name: string): boolean => /^(?:global\.)?[A-Za-z_][A-Za-z0-9_]*$/.test(name);

type Rule = (node: Node, texts: (value: Value | undefined) => string[], fail: (message: string) => never) => void;

export function checkConstants(kind: 'command' | 'test', node: Node, requires: ReadonlySet<string>): void {
  const constant = (text: string) => !requires.has('variables') || !text.includes('${');
  const texts = (value: Value | undefined) => (value?.strings ?? []).filter(constant);
  const fail = (message: string): never => {
    throw new SieveFault(node.line, message);
  };
  matchRule(node, texts, fail, requires);
  const rule = (kind === 'command' ? commandRules : testRules)[node.name];
  rule?.(node, texts, fail);
}

function matchRule(
  node: Node,
  texts: (value: Value | undefined) => string[],
  fail: (message: string) => never,
  requires: ReadonlySet<string>,
) {
  const comparator = node.tags.get(':comparator')?.strings[0];
  if (comparator !== undefined) {
    if (!(comparators as readonly string[]).includes(comparator)) fail(`There is no comparator "${comparator}".`);
    // RFC 5228 §2.7.3: only these two are there without being asked for.
    const isBuiltIn = comparator === 'i;octet' || comparator === 'i;ascii-casemap';
    if (!isBuiltIn && !requires.has(`comparator-${comparator}`))
      fail(`The comparator "${comparator}" needs require "comparator-${comparator}".`);
    // RFC 4790 §9.1.1: numbers have no substrings.
    if (comparator === 'i;ascii-numeric' && (node.tags.has(':contains') || node.tags.has(':matches')))
      fail('The comparator "i;ascii-numeric" goes with :is, :value and :count alone.');
  }
  for (const tag of [':value', ':count'])
    for (const text of texts(node.tags.get(tag)))
      if (!(relations as readonly string[]).includes(text)) fail(`Behind ${tag} must stand one of ${relations.join(', ')}, not "${text}".`);
  const index = node.tags.get(':index');
  if (index && index.number < 1) fail(':index counts from 1.');
  if (!index && node.tags.has(':last') && ['header', 'address', 'date', 'deleteheader'].includes(node.name)) fail(':last needs :index.');
  const anyMime = [':anychild', ':type', ':subtype', ':contenttype', ':param'].some((tag) => node.tags.has(tag));
  if (anyMime && !node.tags.has(':mime')) fail('Tags of MIME parts need :mime.');
}

const fieldNames: Rule = (node, texts, fail) => {
  for (const name of texts(node.args[0])) if (!isFieldName(name)) fail(`"${name}" cannot be the name of a header field.`);
};
const zone = (node: Node, texts: (value: Value | undefined) => string[], fail: (message: string) => never) => {
  for (const text of texts(node.tags.get(':zone'))) if (!isZone(text)) fail(`A time zone is written "+0100", not "${text}".`);
};
const datePart = (value: Value | undefined, texts: (value: Value | undefined) => string[], fail: (message: string) => never) => {
  for (const text of texts(value)) if (!dateParts.includes(text.toLowerCase())) fail(`There is no part "${text}" of a date.`);
};
const address = (value: Value | undefined, texts: (value: Value | undefined) => string[], fail: (message: string) => never) => {
  for (const text of texts(value)) if (addressIn(text) === null) fail(`"${text}" is not an address.`);
};

const testRules: Record<string, Rule | undefined> = {
  header: fieldNames,
  address: fieldNames,
  exists: fieldNames,
  size: ({ tags }, _, fail) => {
    if (tags.size === 0) fail('"size" needs :over or :under.');
  },
  envelope: ({ args }, texts, fail) => {
    // RFC 5228 §5.4: an envelope part that is not known is an error.
    for (const part of texts(args[0]))
      if (!['from', 'to'].includes(part.toLowerCase())) fail(`There is no part "${part}" of an envelope: "from" and "to" are.`);
  },
  date: (node, texts, fail) => {
    fieldNames(node, texts, fail);
    datePart(node.args[1], texts, fail);
    zone(node, texts, fail);
  },
  currentdate: (node, texts, fail) => {
    datePart(node.args[0], texts, fail);
    zone(node, texts, fail);
  },
  duplicate: ({ tags }, texts, fail) => {
    for (const name of texts(tags.get(':header'))) if (!isFieldName(name)) fail(`"${name}" cannot be the name of a header field.`);
  },
};

const variable: Rule = (node, _, fail) => {
  const name = node.args.length > 1 ? node.args[0]?.strings[0] : undefined;
  if (name !== undefined && !isVariableName(name)) fail(`"${name}" cannot be the name of a variable.`);
};

const commandRules: Record<string, Rule | undefined> = {
  redirect: ({ args }, texts, fail) => address(args[0], texts, fail),
  fileinto: ({ args }, texts, fail) => {
    for (const name of texts(args[0])) if (mailboxPath(name) === null) fail(`"${name}" cannot be the name of a mailbox.`);
  },
  set: variable,
  setflag: variable,
  addflag: variable,
  removeflag: variable,
  global: ({ args }, _, fail) => {
    for (const name of args[0]?.strings ?? []) if (!isVariableName(name)) fail(`"${name}" cannot be the name of a variable.`);
  },
  vacation: ({ tags }, texts, fail) => {
    address(tags.get(':from'), texts, fail);
  },
  addheader: fieldNames,
  deleteheader: fieldNames,
  notify: ({ args, tags }, texts, fail) => {
    for (const method of texts(args[0])) if (!/^mailto:/i.test(method)) fail(`Notifications go by "mailto:…", not by "${method}".`);
    // RFC 5435 §3.4
    for (const text of texts(tags.get(':importance'))) if (!/^[123]$/.test(text)) fail(':importance is "1", "2" or "3".');
  },
  include: ({ args }, texts, fail) => {
    // RFC 6609 §3.2: the name is a constant.
    const [name] = args[0]?.strings ?? [];
    if (texts(args[0]).length === 0) fail('The name of an included script may not hold variables.');
    if (name === '') fail('An included script must have a name.');
  },
};

/** The address in `a@b` or `Name <a@b>`; null when there is none that mail could be sent to. */
export function addressIn(text: string): string | null {
  const written = /^[^<>]*<([^<>]+)>\s*$/.exec(text)?.[1] ?? text.trim();
  return isMailbox(written) && !/[\p{Cc}\s]/u.test(written) ? written : null;
}

/** Levels of a mailbox's name; null for one that cannot be. */
export function mailboxPath(name: string): string[] | null {
  const levels = name.split('/');
  if (levels.length > 10 || name.length > 1000 || /[\p{Cc}]/u.test(name)) return null;
  return levels.every((level) => level.trim() !== '') ? levels : null;
}

/** RFC 5228 §2.4.2.4: `${hex:…}` and `${unicode:…}`; what is not quite that stays as it is. */
export function decodeCharacters(text: string, line: number): string {
  if (!text.includes('${')) return text;
  return decodeHex(text).replaceAll(/\$\{unicode:((?:[ \t\r\n]*[0-9a-f]+)(?:[ \t\r\n]+[0-9a-f]+)*)[ \t\r\n]*\}/gi, (_, list: string) =>
    list
      .trim()
      .split(/\s+/)
      .map((digits) => {
        const point = Number.parseInt(digits, 16);
        if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff) || digits.length > 12)
          throw new SieveFault(line, `\${unicode:${digits}} is no character.`);
        return String.fromCodePoint(point);
      })
      .join(''),
  );
}

function decodeHex(text: string): string {
  return text.replaceAll(/\$\{hex:((?:[ \t\r\n]*[0-9a-f]{2})(?:[ \t\r\n]+[0-9a-f]{2})*)[ \t\r\n]*\}/gi, (_, list: string) =>
    new TextDecoder().decode(Uint8Array.from(list.trim().split(/\s+/), (digits) => Number.parseInt(digits, 16))),
  );
}

/** A name that an account may give to a script (RFC 5804 §1.6, RFC 9661 §2.1). */
export function isScriptName(name: string): boolean {
  return (
    name.length > 0 &&
    new TextEncoder().encode(name).length <= sieveLimits.nameBytes &&
    !/[\p{Cc}\u2028\u2029]/u.test(name) &&
    name.isWellFormed()
  );
}
