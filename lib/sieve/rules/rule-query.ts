/** A rule over mail that is there already: the filter that counts what it matches, and the patch that does what it says. */
import type { Rule, RuleAction, RuleCondition } from './model.ts';

export type QueryFilter =
  { operator: 'AND' | 'OR' | 'NOT'; conditions: QueryFilter[] } | Record<string, string | number | boolean | string[]>;

/** The filter of Email/query (RFC 8621 §4.4.1); null: every message. Searches by word and substring, so `is` may find a little more. */
export function ruleFilter({ match, conditions }: Pick<Rule, 'match' | 'conditions'>): QueryFilter | null {
  if (conditions.length === 0) return null;
  return { operator: match === 'all' ? 'AND' : 'OR', conditions: conditions.map(filterOf) };
}

function filterOf(condition: RuleCondition): QueryFilter {
  switch (condition.field) {
    case 'size':
      // Sieve's over is more than, JMAP's minSize at least; under is less than in both.
      return condition.op === 'over' ? { minSize: condition.bytes + 1 } : { maxSize: condition.bytes };
    case 'attachment':
      return { hasAttachment: condition.op === 'has' };
    case 'from':
    case 'to':
    case 'cc':
    case 'recipient':
    case 'subject':
    case 'list':
    case 'body':
    case 'header': {
      const found = textFilter(condition, phrase(condition.value));
      return condition.op === 'notContains' || condition.op === 'isNot' ? { operator: 'NOT', conditions: [found] } : found;
    }
  }
}

function textFilter(condition: Exclude<RuleCondition, { field: 'size' | 'attachment' }>, value: string): QueryFilter {
  switch (condition.field) {
    case 'recipient':
      return { operator: 'OR', conditions: [{ to: value }, { cc: value }] };
    case 'list':
      return { header: ['List-Id', value] };
    case 'header':
      return { header: [condition.header, value] };
    case 'from':
    case 'to':
    case 'cc':
    case 'subject':
    case 'body':
      return { [condition.field]: value };
  }
}

/** Between quotation marks it is looked for as it is (see lib/jmap/search-text.ts). */
const phrase = (text: string): string => `"${text.replaceAll('"', ' ')}"`;

/**
 * The patch for Email/set or Email/setByQuery; null: nothing of it can be done to mail that is there. Forwarding is for new mail alone.
 * `mailboxIdOf` finds a mailbox by its role or path; an action whose mailbox is not found is left out.
 */
export function rulePatch(
  rule: Pick<Rule, 'actions'>,
  mailboxIdOf: (wanted: { role: string } | { path: string }) => string | undefined,
): Record<string, unknown> | null {
  const patch: Record<string, unknown> = {};
  const target = (action: RuleAction): string | undefined => {
    switch (action.kind) {
      case 'move':
      case 'label':
        return action.mailboxId ?? mailboxIdOf({ path: action.mailbox });
      case 'archive':
      case 'junk':
        return mailboxIdOf({ role: action.kind });
      case 'delete':
        return mailboxIdOf({ role: 'trash' });
      case 'star':
      case 'markRead':
      case 'forward':
      case 'stop':
        return undefined;
    }
  };
  const moves = rule.actions
    .filter(({ kind }) => ['move', 'archive', 'delete', 'junk'].includes(kind))
    .flatMap((action) => target(action) ?? []);
  const labels = rule.actions.filter(({ kind }) => kind === 'label').flatMap((action) => target(action) ?? []);
  if (moves.length > 0) patch.mailboxIds = Object.fromEntries([...moves, ...labels].map((id) => [id, true]));
  else for (const id of labels) patch[`mailboxIds/${id}`] = true;
  if (rule.actions.some(({ kind }) => kind === 'star')) patch['keywords/$flagged'] = true;
  if (rule.actions.some(({ kind }) => kind === 'markRead')) patch['keywords/$seen'] = true;
  return Object.keys(patch).length > 0 ? patch : null;
}
