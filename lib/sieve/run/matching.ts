/** The match types (RFC 5228 §2.7, RFC 5231): whether values match one of the keys. */
import type { Comparator } from '../check/capabilities.ts';
import { relations } from '../check/constants.ts';
import type { Node } from '../check/program.ts';
import { compare, formOf } from './comparator.ts';
import type { Run } from './run-state.ts';
import { matchWildcards } from './wildcards.ts';

type Relation = (typeof relations)[number];

export interface Match {
  /** One value; true: it matches. */
  value(text: string): boolean;
  /** True when what is counted, rather than what is said, decides (RFC 5231 §4.2). */
  readonly counts: boolean;
  count(number: number): boolean;
}

/** `setsVariables`: false where match variables stay as they are (RFC 5173 §6). */
export function matchOf(run: Run, { tags, line }: Node, keys: readonly string[], { setsVariables = true } = {}): Match {
  const comparator = (tags.get(':comparator')?.strings[0] ?? 'i;ascii-casemap') as Comparator;
  const form = (text: string) => formOf(comparator, text);
  const relation = (tag: string) => {
    const given = run.expand(tags.get(tag)?.strings[0] ?? '').toLowerCase();
    const found = relations.find((one) => one === given);
    if (!found) run.fail(line, `"${given}" is no relation.`);
    return found ?? 'eq';
  };
  const any =
    (test: (key: string) => boolean): Match['value'] =>
    (text) => {
      run.spend(1 + text.length);
      return keys.some((key) => {
        run.spend(1 + (key.length >> 3) + (text.length >> 5));
        return test(key);
      });
    };
  if (tags.has(':count')) {
    const wanted = relation(':count');
    // RFC 5231 §4.2: a number, compared as the comparator compares texts.
    const count = (number: number) => keys.some((key) => holds(wanted, compare(comparator, String(number), key)));
    return { counts: true, count, value: () => false };
  }
  const of = { counts: false, count: () => false };
  if (tags.has(':value')) {
    const wanted = relation(':value');
    return { ...of, value: (text) => any((key) => holds(wanted, compare(comparator, text, key)))(text) };
  }
  if (tags.has(':contains')) {
    const forms = new Map(keys.map((key) => [key, form(key)]));
    return {
      ...of,
      value: (text) => {
        const inside = form(text);
        return any((key) => inside.includes(forms.get(key) ?? key))(text);
      },
    };
  }
  if (tags.has(':matches'))
    return {
      ...of,
      value: (text) =>
        any((key) => {
          const found = matchWildcards(text, key, form, run.spend);
          if (found && setsVariables) run.variables.matches = found;
          return found !== null;
        })(text),
    };
  return { ...of, value: (text) => any((key) => compare(comparator, text, key) === 0)(text) };
}

function holds(relation: Relation, order: number): boolean {
  switch (relation) {
    case 'gt':
      return order > 0;
    case 'ge':
      return order >= 0;
    case 'lt':
      return order < 0;
    case 'le':
      return order <= 0;
    case 'eq':
      return order === 0;
    case 'ne':
      return order !== 0;
  }
}
