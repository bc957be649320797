/** The rules of the webmail, an object of ours: kept as the Sieve script "rules", read back from it. */
import { z } from 'zod';
import { mailboxWireId, parseMailboxWireId, scriptWireId } from '#lib/ids.ts';
import { addressIn, isFieldName, mailboxPath } from '#lib/sieve/check/constants.ts';
import { activeParts, isForwardScript, isRulesScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { mostForwards, sieveToForward } from '#lib/sieve/rules/forward-script.ts';
import { scriptNames } from '#lib/sieve/rules/main-script.ts';
import { ruleLimits, ruleOps, textFields, type Rule } from '#lib/sieve/rules/model.ts';
import { sieveToRules } from '#lib/sieve/rules/sieve-to-rules.ts';
import type { NamedMailbox } from '#server/delivery/sieve/mailboxes.ts';
import type { StoredScript } from '#server/store/index.ts';

export interface JmapRules {
  id: 'singleton';
  rules: Rule[];
  /** Addresses, or `@domain`. */
  blocked: string[];
  /** Where all mail goes, with or without a copy kept here. */
  forwardTo: string[];
  keepCopy: boolean;
  /** Whether rules and blocked senders are applied to new mail. */
  isActive: boolean;
  /** A script of the user's own that is run behind them, or, when they are not active, instead of them. */
  ownScriptId: string | null;
  /** False: the script "rules" was changed by hand into something that is no list of rules. It is kept when new rules are written. */
  isReadable: boolean;
}
export const rulesProperties = ['id', 'rules', 'blocked', 'forwardTo', 'keepCopy', 'isActive', 'ownScriptId', 'isReadable'] as const;

export function toJmapRules(accountId: number, scripts: readonly StoredScript[], mailboxes: readonly NamedMailbox[]): JmapRules {
  const script = scripts.find(({ name }) => name === scriptNames.rules);
  const found = script && isRulesScript(script) ? sieveToRules(textOf(script)) : null;
  const parts = activeParts(scripts);
  const forward = scripts.find(isForwardScript);
  const forwarding = forward && sieveToForward(textOf(forward));
  const own = scripts.find(({ name }) => name === parts.own);
  return {
    id: 'singleton',
    rules: (found?.rules ?? []).map((rule) => withPaths(accountId, rule, mailboxes)),
    blocked: found?.blocked ?? [],
    forwardTo: parts.forward ? (forwarding?.addresses ?? []) : [],
    keepCopy: forwarding?.keepCopy ?? true,
    isActive: parts.rules,
    ownScriptId: own ? scriptWireId(accountId, own.scriptId) : null,
    isReadable: script === undefined || found !== null,
  };
}

/** Mailboxes are named by id; their paths are those of now. */
function withPaths(accountId: number, rule: Rule, mailboxes: readonly NamedMailbox[]): Rule {
  const actions = rule.actions.map((action) => {
    if (action.kind !== 'move' && action.kind !== 'label') return action;
    const known =
      mailboxes.find(({ id }) => id === action.mailboxId) ??
      mailboxes.find(({ path }) => path.toLowerCase() === action.mailbox.toLowerCase());
    return known ? { ...action, mailboxId: mailboxWireId(accountId, known.mailboxId), mailbox: known.path } : action;
  });
  return { ...rule, actions };
}

const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'one line of text');
const text = line(ruleLimits.text);
const condition = z.union([
  z.strictObject({ field: z.enum(textFields), op: z.enum(ruleOps), value: text }),
  z.strictObject({
    field: z.literal('header'),
    header: text.refine(isFieldName, 'the name of a header field'),
    op: z.enum(ruleOps),
    value: text,
  }),
  z.strictObject({ field: z.literal('attachment'), op: z.enum(['has', 'hasNot']) }),
  z.strictObject({
    field: z.literal('size'),
    op: z.enum(['over', 'under']),
    bytes: z
      .number()
      .int()
      .min(0)
      .max(2 ** 40),
  }),
]);
const place = { mailboxId: z.string().nullable().default(null), mailbox: z.string().max(1000).default('') };
const address = text.refine((given) => addressIn(given) === given, 'an address such as a@b.example');
const action = z.union([
  z.strictObject({ kind: z.enum(['move', 'label']), ...place }),
  z.strictObject({ kind: z.enum(['star', 'markRead', 'archive', 'delete', 'junk', 'stop']) }),
  z.strictObject({ kind: z.literal('forward'), address }),
]);
export const conditionsShape = {
  match: z.enum(['all', 'any']),
  conditions: z.array(condition).max(ruleLimits.conditions),
};
const rule = z.strictObject({
  name: line(200),
  enabled: z.boolean().default(true),
  ...conditionsShape,
  actions: z.array(action).min(1).max(ruleLimits.actions),
});
const blocked = z
  .string()
  .max(320)
  .transform((given) => given.toLowerCase())
  .refine(isBlockable, 'an address, or @ and a domain');

export const rulesShape = z.strictObject({
  rules: z.array(rule).max(ruleLimits.rules),
  blocked: z.array(blocked).max(ruleLimits.blocked),
  forwardTo: z.array(address).max(mostForwards, `at most ${mostForwards} addresses`),
  keepCopy: z.boolean(),
  isActive: z.boolean(),
  ownScriptId: z.string().nullable(),
});

function isBlockable(given: string): boolean {
  const address = given.startsWith('@') ? `x${given}` : given;
  return addressIn(address) === address;
}

/** The rules with mailboxes that are there; the names of what is wrong when one is not. */
export function placedRules(accountId: number, rules: Rule[], mailboxes: readonly NamedMailbox[]): Rule[] | null {
  const placed = rules.map((one) => withPaths(accountId, one, mailboxes));
  const isPlaced = (one: Rule) =>
    one.actions.every((given) => {
      if (given.kind !== 'move' && given.kind !== 'label') return true;
      if (given.mailboxId !== null)
        return mailboxes.some(({ id }) => id === given.mailboxId) && parseMailboxWireId(accountId, given.mailboxId) !== null;
      return mailboxPath(given.mailbox) !== null; // made when it is needed
    });
  return placed.every(isPlaced) ? placed : null;
}
