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

type Rule = (
  node: Node,
  texts: (value: Value | undefined) => string[],
  fail: (message: string) => never,
  requires: ReadonlySet<string>,
) => void;

export function checkConstants(kind: 'command' | 'test', node: Node, requires: ReadonlySet<string>): void {
  const constant = (text: string) => !requires.has('variables') || !text.includes('${');
  const texts = (value: Value | undefined) => (value?.strings ?? []).filter(constant);
  const fail = (message: string): never => {
    throw new SieveFault(node.line, message);
  };
  matchRule(node, texts, fail, requires);
  const rule = (kind === 'command' ? commandRules : testRules)[node.name];
  rule?.(node, texts, fail, requires);
  if (requires.has('variables')) nameSpaces(node, fail, requires);
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
      if (!(relations as readonly string[]).includes(text.toLowerCase()))
        fail(`Behind ${tag} must stand one of ${relations.join(', ')}, not "${text}".`);
  const index = node.tags.get(':index');
  if (index && index.number < 1) fail(':index counts from 1.');
  if (!index && node.tags.has(':last') && ['header', 'address', 'date', 'deleteheader'].includes(node.name)) fail(':last needs :index.');
  const anyMime = [':anychild', ':type', ':subtype', ':contenttype', ':param'].some((tag) => node.tags.has(tag));
  if (anyMime && !node.tags.has(':mime')) fail('Tags of MIME parts need :mime.');
}

/** RFC 5229 §3: names of a space that no extension has brought; RFC 6609 §3.4.2 brings one. */
function nameSpaces(node: Node, fail: (message: string) => never, requires: ReadonlySet<string>): void {
  const known = requires.has('include') ? /^global\.[a-z_][a-z0-9_]*$/i : /^$/;
  for (const { strings } of [...node.args, ...node.tags.values()])
    for (const text of strings)
      for (const [, name = ''] of text.matchAll(/\$\{([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z0-9_]+)+)\}/g))
        if (!known.test(name)) fail(`There is no variable "${name}": its name space is not required.`);
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

/** RFC 5228 §5.1: "address" is for fields of addresses. What others have made up may be one; these are known to be none. */
const withoutAddresses =
  /^(?:(?:resent-)?(?:date|message-id)|subject|comments|keywords|received|in-reply-to|references|mime-version|content-.*|list-.*|auto-submitted|importance|priority|precedence|user-agent|x-(?:mailer|priority|spam-.*)|authentication-results|arc-.*|dkim-signature|received-spf)$/i;

const testRules: Record<string, Rule | undefined> = {
  header: fieldNames,
  address: (node, texts, fail, requires) => {
    fieldNames(node, texts, fail, requires);
    for (const name of texts(node.args[0]))
      if (withoutAddresses.test(name)) fail(`The field "${name}" holds no addresses: ask for it by "header".`);
  },
  exists: fieldNames,
  size: ({ tags }, _, fail) => {
    if (tags.size === 0) fail('"size" needs :over or :under.');
  },
  envelope: ({ args }, texts, fail) => {
    // RFC 5228 §5.4: an envelope part that is not known is an error.
    for (const part of texts(args[0]))
      if (!['from', 'to'].includes(part.toLowerCase())) fail(`There is no part "${part}" of an envelope: "from" and "to" are.`);
  },
  date: (node, texts, fail, requires) => {
    fieldNames(node, texts, fail, requires);
    datePart(node.args[1], texts, fail);
    zone(node, texts, fail);
  },
  currentdate: (node, texts, fail) => {
    datePart(node.args[0], texts, fail);
    zone(node, texts, fail);
  },
  hasflag: (...of) => flagVariable(...of),
  duplicate: ({ tags }, texts, fail) => {
    for (const name of texts(tags.get(':header'))) if (!isFieldName(name)) fail(`"${name}" cannot be the name of a header field.`);
  },
};

const variable: Rule = (node, _, fail) => {
  const [names, ...rest] = node.args;
  for (const name of rest.length > 0 ? (names?.strings ?? []) : [])
    if (!isVariableName(name)) fail(`"${name}" cannot be the name of a variable.`);
};
/** RFC 5232 §1: a variable of one's own only with the extension. */
const flagVariable: Rule = (node, texts, fail, requires) => {
  if (node.args.length > 1 && !requires.has('variables')) fail('Flags are kept in a variable of one\'s own only with require "variables".');
  variable(node, texts, fail, requires);
};

const commandRules: Record<string, Rule | undefined> = {
  redirect: ({ args }, texts, fail) => address(args[0], texts, fail),
  fileinto: ({ args }, texts, fail) => {
    for (const name of texts(args[0])) if (mailboxPath(name) === null) fail(`"${name}" cannot be the name of a mailbox.`);
  },
  set: variable,
  setflag: flagVariable,
  addflag: flagVariable,
  removeflag: flagVariable,
  global: ({ args }, _, fail, requires) => {
    // RFC 6609 §3.4.1
    if (!requires.has('variables')) fail('"global" needs require "variables".');
    for (const name of args[0]?.strings ?? [])
      if (!isVariableName(name) || name.includes('.')) fail(`"${name}" cannot be the name of a global variable.`);
  },
  vacation: ({ tags }, texts, fail) => {
    address(tags.get(':from'), texts, fail);
  },
  addheader: fieldNames,
  deleteheader: fieldNames,
  // RFC 5435 §3.1: a method that there is not is an error of the run, as a script may ask before (valid_notify_method).
  notify: ({ tags }, texts, fail) => {
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

const blank = '[ \\t\\r\\n]';
const listOf = (digits: string) => `(${blank}*${digits}(?:${blank}+${digits})*)${blank}*`;
/** Octets that stand side by side are one: a character may be divided among them. */
const encoded = new RegExp(`(?:\\$\\{hex:${listOf('[0-9a-f]{1,2}')}\\})+|\\$\\{unicode:${listOf('[0-9a-f]+')}\\}`, 'gi');
const hexList = /\$\{hex:([^}]*)\}/gi;

/** RFC 5228 §2.4.2.4: `${hex:…}` and `${unicode:…}`, each once; what is not quite that stays as it is. */
export function decodeCharacters(text: string, line: number): string {
  if (!text.includes('${')) return text;
  return text.replaceAll(encoded, (whole: string, _hex: string | undefined, points: string | undefined) => {
    if (points !== undefined)
      return numbersIn(points)
        .map((point) => character(point, line))
        .join('');
    return new TextDecoder().decode(Uint8Array.from([...whole.matchAll(hexList)].flatMap(([, digits = '']) => numbersIn(digits))));
  });
}

const numbersIn = (list: string): number[] =>
  list
    .trim()
    .split(/\s+/)
    .map((digits) => Number.parseInt(digits, 16));

function character(point: number, line: number): string {
  if (point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff))
    throw new SieveFault(line, `\${unicode:${point.toString(16)}} is no character.`);
  return String.fromCodePoint(point);
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
