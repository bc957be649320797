/** How mail leaves: rules for domains, destinations that do not answer, addresses that do not exist, limits of accounts. */
import { z } from 'zod';
import { switchable } from '#lib/imap/capability-names.ts';
import { readRoute } from '#server/config/config.ts';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { unchanged } from '../queue.ts';
import { done, failure, missing, missingOf } from '../result.ts';
import { emailAddress, listOf, nothing, search, time } from '../words.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';
import { ofMessage } from './queue.ts';

const ruleDomain = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^(\*|(\*\.)?[a-z0-9_-]+(\.[a-z0-9_-]+)*)$/, wrong('ruleDomain'))
  .describe('A domain, *.example.org for what is below it, or * for all others.');
const route = z
  .string()
  .trim()
  .refine((text) => readRoute(text) !== null, wrong('route'))
  .describe('host:port, or smtp://name:password@host:port.');
const schedule = z
  .string()
  .trim()
  .regex(/^\d+[mhd](\*\d+[mhd])?([\s,]+\d+[mhd](\*\d+[mhd])?)*$/, wrong('waits'))
  .describe('When it is tried again, such as 5m 10m 30m*12h 2h*5d.');
const connections = z.int().min(1).max(1000).describe('At once, at most.');
const tls = z.enum(['opportunistic', 'encrypted', 'verified']);
/** A password in a route is not shown again. */
const masked = (text: string | null) => text?.replace(/:[^:@/]*@/, ':…@') ?? null;

export const ruleList = operation({
  name: 'rule.list',
  http: 'GET /rules',
  summary: 'Lists the rules for mail to certain domains.',
  input: z.strictObject({}),
  output: listOf(
    z.object({
      domain: z.string(),
      schedule: z.string().nullable(),
      connections: z.int().nullable(),
      route: z.string().nullable(),
      tls: tls.nullable(),
    }),
  ),
  touches: () => 'server',
  run: async () => ({ ok: true, value: { items: (await store.listQueueRules()).map((rule) => ({ ...rule, route: masked(rule.route) })) } }),
});

export const ruleSet = operation({
  name: 'rule.set',
  http: 'PUT /rules/{domain}',
  summary: 'Sets the rule for mail to a domain; what is not given is as for all.',
  args: ['domain'],
  input: z.strictObject({
    domain: ruleDomain,
    schedule: schedule.optional(),
    connections: connections.optional(),
    route: route.optional(),
    tls: tls.optional(),
  }),
  output: nothing,
  touches: () => 'server',
  async run(_caller, { domain, schedule: waits, connections: most, route: way, tls: demand }) {
    await store.setQueueRule({ domain, schedule: waits ?? null, connections: most ?? null, route: way ?? null, tls: demand ?? null });
    return done;
  },
});

export const ruleRemove = operation({
  name: 'rule.remove',
  http: 'DELETE /rules/{domain}',
  summary: 'Removes the rule for mail to a domain.',
  args: ['domain'],
  input: z.strictObject({ domain: ruleDomain }),
  output: nothing,
  touches: () => 'server',
  run: async (_caller, { domain }) => ((await store.removeQueueRule(domain)) ? done : missingOf('rule', domain)),
});

export const destinationList = operation({
  name: 'destination.list',
  http: 'GET /destinations',
  summary: 'Lists the domains that mail waits for, or that do not answer.',
  input: z.strictObject({}),
  output: listOf(
    z.object({
      domain: z.string(),
      waiting: z.int(),
      sending: z.int().describe('Of them, in hand now.'),
      nextAt: time.nullable().describe('When the first of the others is tried.'),
      connections: z.int().describe('How many it takes at once, as was learnt; 0: not known yet.'),
      failures: z.int(),
      failingSince: time.nullable(),
      deadUntil: time.nullable(),
      lastText: z.string().nullable(),
    }),
  ),
  touches: () => 'server',
  run: async () => ({ ok: true, value: { items: await store.listDestinations() } }),
});

export const destinationRevive = operation({
  name: 'destination.revive',
  http: 'POST /destinations/{domain}/revive',
  summary: 'Tries a domain that did not answer again at once.',
  args: ['domain'],
  input: z.strictObject({ domain: z.string().trim().toLowerCase().min(1).describe('The domain.') }),
  output: nothing,
  touches: () => 'server',
  run: async (_caller, { domain }) => ((await store.reviveDestination(domain)) ? done : missing(domain)),
});

export const suppressionList = operation({
  name: 'suppression.list',
  http: 'GET /suppressions',
  summary: 'Lists addresses that other servers said do not exist: nothing is sent to them for a while.',
  input: z.strictObject({ search }),
  output: listOf(
    z.object({
      address: z.string(),
      at: time,
      expiresAt: time,
      code: z.int(),
      status: z.string(),
      reply: z.string(),
      host: z.string().nullable(),
      heldBack: z.int(),
    }),
  ),
  touches: () => 'server',
  run: async (_caller, { search: text }) => ({ ok: true, value: { items: await store.listSuppressions(text ? { search: text } : {}) } }),
});

export const suppressionRemove = operation({
  name: 'suppression.remove',
  http: 'DELETE /suppressions/{address}',
  summary: 'Sends to an address again.',
  args: ['address'],
  input: z.strictObject({ address: emailAddress }),
  output: nothing,
  touches: () => 'server',
  run: async (_caller, { address }) => ((await store.removeSuppression(address)) ? done : missing(address)),
});

export const queueReroute = operation({
  name: 'queue.reroute',
  http: 'POST /queue/{id}/reroute',
  summary: 'Sends a message that waits by another server, whatever DNS says; without a route as usual again.',
  args: ['id', 'route'],
  input: z.strictObject({ id: z.int().positive().describe('The number of the message in the queue.'), route: route.optional() }),
  output: nothing,
  touches: () => 'server',
  run: async (_caller, { id, route: way }) => ((await store.rerouteMessage(id, way ?? null)) ? done : await unchanged(id)),
});

export const queuePrioritise = operation({
  name: 'queue.prioritise',
  http: 'POST /queue/{id}/priority',
  summary: 'Lets a message go before others, or after them; 0 is the usual.',
  args: ['id', 'priority'],
  input: z.strictObject({
    id: z.int().positive().describe('The number of the message in the queue.'),
    priority: z.int().min(-9).max(9).describe('From -9 to 9; the higher goes first.'),
  }),
  output: nothing,
  touches: ofMessage,
  run: async (_caller, { id, priority }) => ((await store.prioritiseMessage(id, priority)) ? done : await unchanged(id)),
});

const limit = z.int().min(0).max(1_000_000).nullable().default(null);

export const accountLimits = operation({
  name: 'account.limits',
  http: 'GET /accounts/{email}/limits',
  summary: 'Shows how many recipients an account may write to, and to how many it did.',
  args: ['email'],
  input: z.strictObject({ email: emailAddress }),
  output: z.object({
    perHour: z.int().nullable(),
    perDay: z.int().nullable(),
    newPerDay: z.int().nullable(),
    lastHour: z.int(),
    lastDay: z.int(),
    newLastDay: z.int(),
  }),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ accountId }) => ({
      ok: true,
      value: { ...(await store.getSendingLimits(accountId)), ...(await store.sendingOf(accountId)) },
    })),
});

export const accountSetLimits = operation({
  name: 'account.set-limits',
  http: 'PUT /accounts/{email}/limits',
  summary: 'Limits how many recipients an account may write to; what is not given is as for all, 0 is no limit.',
  args: ['email'],
  input: z.strictObject({
    email: emailAddress,
    perHour: limit.describe('In an hour.'),
    perDay: limit.describe('In a day.'),
    newPerDay: limit.describe('In a day, to whom it never wrote before.'),
  }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, ...limits }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      await store.setSendingLimits(accountId, limits);
      return done;
    }),
});

export const accountCapabilities = operation({
  name: 'account.capabilities',
  http: 'PUT /accounts/{email}/capabilities',
  summary: 'Switches extensions of IMAP off for one account, for a program that trips over them; from the next log-in on.',
  args: ['email'],
  input: z.strictObject({
    email: emailAddress,
    off: z
      .array(z.string().regex(/^[A-Z0-9][A-Z0-9=+:-]{0,39}$/i, wrong('capability')))
      .describe('Those that are not offered; none: all are.'),
  }),
  output: z.object({ off: z.array(z.string()) }),
  touches: ofAddress,
  run: (caller, { email, off }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const names = [...new Set(off.map((name) => name.toUpperCase()))];
      const strange = names.find((name) => !name.startsWith('IMAP4REV') && !switchable.some((known) => known.toUpperCase() === name));
      if (names.some((name) => name.startsWith('IMAP4REV'))) return failure('invalid', 'baseProtocol');
      if (strange) return failure('invalid', 'capabilityUnknown', { name: strange, known: switchable.join(' ') });
      await store.updateAccount(accountId, { settings: { imapDisabledCapabilities: names } });
      return { ok: true, value: { off: names } };
    }),
});
