/** The rules of the account (Rules/get and /set, ours): what they match, and what they do to mail that is there already. */
import type { Rule, RuleAction, RuleCondition } from '#lib/sieve/rules/model.ts';
import { ruleFilter, type QueryFilter } from '#lib/sieve/rules/rule-query.ts';
import { MethodError } from '../jmap/connection.ts';
import { words } from '../i18n/words.ts';
import { bulkIsOver } from '../jmap/bulk-state.ts';
import { callAccount, createOne, updateOne } from '../jmap/call-account.ts';
import { refreshMailboxes } from '../mail/mailboxes/load-mailboxes.ts';
import { mail, mailboxByRole } from '../mail/mail-store.ts';
import type { ListEmail } from '../mail/types.ts';

export interface RuleBook {
  rules: Rule[];
  blocked: string[];
  isActive: boolean;
  ownScriptId: string | null;
  isReadable: boolean;
  state: string;
}

/** With the mailboxes, which the rules name. */
export async function loadRules(): Promise<RuleBook> {
  const [answer] = await Promise.all([callAccount([['Rules/get', { ids: ['singleton'] }, 'get']]), refreshMailboxes()]);
  const { list, state } = answer('get') as { list: Omit<RuleBook, 'state'>[]; state: string };
  if (!list[0]) throw new MethodError('notFound', '');
  return { ...list[0], state };
}

/** Throws `stateMismatch` when they were changed somewhere else meanwhile. */
export async function saveRules(change: Partial<Pick<RuleBook, 'rules' | 'blocked' | 'isActive'>>, state: string | null): Promise<void> {
  const args = { update: { singleton: change }, ...(state === null ? {} : { ifInState: state }) };
  const answer = (await callAccount([['Rules/set', args, 'set']]))('set');
  const refused = (answer.notUpdated as Record<string, { type: string; description?: string }> | null)?.singleton;
  if (refused) throw new MethodError(refused.type, refused.description);
}

export interface Preview {
  examined: number;
  matched: number;
  unread: number;
  emails: ListEmail[];
}
const shown = 8;

/** By the interpreter that runs at delivery, over the newest mail. */
export async function previewRule({ match, conditions }: Pick<Rule, 'match' | 'conditions'>): Promise<Preview> {
  const answer = await callAccount([
    ['Rules/preview', { rule: { match, conditions }, limit: 200 }, 'preview'],
    [
      'Email/get',
      {
        '#ids': { resultOf: 'preview', name: 'Rules/preview', path: '/emailIds' },
        properties: [
          'id',
          'threadId',
          'from',
          'subject',
          'preview',
          'receivedAt',
          'keywords',
          'envelopeFrom',
          'mailboxIds',
          'hasAttachment',
          'to',
        ],
      },
      'emails',
    ],
  ]);
  const { examined, matched } = answer('preview') as { examined: number; matched: number };
  const emails = answer('emails').list as ListEmail[];
  return { examined, matched, unread: emails.filter(({ keywords }) => !keywords.$seen).length, emails: emails.slice(0, shown) };
}

interface ExistingChange {
  filter: QueryFilter;
  update: Record<string, true | null>;
}

/**
 * What a rule does to mail that is there: what it moves is taken from the inbox, labels and stars go to all mail but one's own. Null: it
 * does nothing to it (forwarding and ending the rules are for new mail).
 */
export function changeOfExisting(rule: Pick<Rule, 'match' | 'conditions' | 'actions'>): ExistingChange | null {
  const update: Record<string, true | null> = {};
  const target = (action: RuleAction): string | undefined => {
    if (action.kind === 'move' || action.kind === 'label') return action.mailboxId ?? undefined;
    return action.kind === 'archive' || action.kind === 'junk' ? mailboxByRole(action.kind)?.id : mailboxByRole('trash')?.id;
  };
  const inbox = mailboxByRole('inbox')?.id;
  const moves = rule.actions.filter(({ kind }) => ['move', 'archive', 'junk', 'delete'].includes(kind)).flatMap((one) => target(one) ?? []);
  for (const id of moves) update[`mailboxIds/${id}`] = true;
  if (moves.length > 0 && inbox && !moves.includes(inbox)) update[`mailboxIds/${inbox}`] = null;
  for (const action of rule.actions) {
    const label = action.kind === 'label' ? target(action) : undefined;
    if (label) update[`mailboxIds/${label}`] = true;
    if (action.kind === 'star') update['keywords/$flagged'] = true;
    if (action.kind === 'markRead') update['keywords/$seen'] = true;
  }
  if (Object.keys(update).length === 0) return null;
  const own = mail().mailboxes.filter(({ role }) => ['sent', 'drafts', 'trash', 'junk', 'scheduled', 'templates'].includes(role ?? ''));
  const place: QueryFilter = moves.length > 0 && inbox ? { inMailbox: inbox } : { inMailboxOtherThan: own.map(({ id }) => id) };
  const wanted = ruleFilter(rule);
  return { filter: wanted ? { operator: 'AND', conditions: [place, wanted] } : place, update };
}

export async function countExisting(change: ExistingChange): Promise<number> {
  const answer = await callAccount([['Email/query', { filter: change.filter, calculateTotal: true, limit: 0 }, 'query']]);
  return Number(answer('query').total ?? 0);
}

/** On the server, as one change; the result undoes it. */
export async function applyToExisting(change: ExistingChange): Promise<() => Promise<void>> {
  const { id } = (await createOne('BulkChange', { ...change })) as { id: string };
  await bulkIsOver(id, callAccount);
  return async () => {
    await updateOne('BulkChange', id, { undo: true });
    await bulkIsOver(id, callAccount);
  };
}

export const newRule = (): Rule => ({
  name: '',
  enabled: true,
  match: 'all',
  conditions: [{ field: 'from', op: 'contains', value: '' }],
  actions: [{ kind: 'archive' }],
});

/** A beginning: the mailing list of the message, or else its sender. */
export async function ruleFromEmail(emailId: string): Promise<{ rule: Rule; subject: string; sender: string }> {
  const answer = await callAccount([
    ['Email/get', { ids: [emailId], properties: ['from', 'subject', 'header:List-Id:asText', 'envelopeFrom'] }, 'get'],
  ]);
  const [email] = answer('get').list as {
    from: { name: string | null; email: string }[] | null;
    subject: string | null;
    'header:List-Id:asText': string | null;
    envelopeFrom?: string;
  }[];
  if (!email) throw new MethodError('notFound', words('compose')('messageGone'));
  const list = /<([^<>]+)>\s*$/.exec(email['header:List-Id:asText'] ?? '')?.[1];
  const sender = email.from?.[0]?.email ?? email.envelopeFrom ?? '';
  const condition: RuleCondition = list ? { field: 'list', op: 'contains', value: list } : { field: 'from', op: 'is', value: sender };
  const name = email.from?.[0]?.name || list || sender;
  return {
    rule: { ...newRule(), name, conditions: [condition] },
    subject: email.subject ?? '',
    sender: email.from?.[0]?.name || sender,
  };
}

/** Of a search: its words that a rule can ask for. */
export function ruleFromFilter(filter: Record<string, unknown> | null, text: string): Rule {
  const conditions: RuleCondition[] = [];
  const walk = (one: Record<string, unknown>, negated: boolean): void => {
    if (one.operator === 'AND') for (const inner of one.conditions as Record<string, unknown>[]) walk(inner, negated);
    else if (one.operator === 'NOT' && (one.conditions as unknown[]).length === 1)
      walk((one.conditions as Record<string, unknown>[])[0] ?? {}, !negated);
    else
      for (const [key, value] of Object.entries(one)) {
        const op = negated ? 'notContains' : 'contains';
        const wanted = typeof value === 'string' ? value.replaceAll('"', '') : '';
        if (key === 'from' || key === 'to' || key === 'cc' || key === 'subject' || key === 'body')
          conditions.push({ field: key, op, value: wanted });
        else if (key === 'text') conditions.push({ field: 'body', op, value: wanted });
        else if (key === 'hasAttachment') conditions.push({ field: 'attachment', op: (value === true) === negated ? 'hasNot' : 'has' });
        else if (key === 'minSize') conditions.push({ field: 'size', op: 'over', bytes: Number(value) });
        else if (key === 'maxSize') conditions.push({ field: 'size', op: 'under', bytes: Number(value) });
      }
  };
  if (filter) walk(filter, false);
  return { ...newRule(), name: text, conditions: conditions.length > 0 ? conditions : newRule().conditions };
}
