/** The mail domains of this server, their DNS records and keys. */
import { z } from 'zod';
import { ensureDkimKeys, recordName, recordValue, rotateDkimKeys } from '#server/mailauth/dkim-keys.ts';
import * as store from '#server/store/index.ts';
import { administers } from '../caller.ts';
import { checkRecords, zoneFile } from '../dns-records.ts';
import { operation } from '../operation.ts';
import { done, missing, refusal, refuse } from '../result.ts';
import { domainName, listOf, nothing, time } from '../words.ts';

const domainShape = z.object({ name: z.string(), addresses: z.int(), createdAt: time });
const named = z.strictObject({ name: domainName });
const ofName = ({ name }: { name: string }) => ({ domains: [name] });

export const domainList = operation({
  name: 'domain.list',
  http: 'GET /domains',
  summary: 'Lists the domains of this server.',
  input: z.strictObject({}),
  output: listOf(domainShape),
  touches: () => 'own',
  async run(caller) {
    return { ok: true, value: { items: (await store.listDomains()).filter(({ name }) => administers(caller, name)) } };
  },
});

export const domainAdd = operation({
  name: 'domain.add',
  http: 'POST /domains',
  summary: 'Adds a domain, and makes its DKIM keys.',
  args: ['name'],
  input: named,
  output: domainShape,
  touches: () => 'server',
  async run(_caller, { name }) {
    const made = await store.createDomain(name);
    if (!made.ok) return refusal(made.reason, name);
    await ensureDkimKeys(made.value.name);
    return made;
  },
});

export const domainRemove = operation({
  name: 'domain.remove',
  http: 'DELETE /domains/{name}',
  summary: 'Removes a domain that has no accounts; its aliases go with it.',
  args: ['name'],
  input: named,
  output: nothing,
  touches: () => 'server',
  async run(_caller, { name }) {
    // Only an empty one: to remove a domain must not delete the mail of people.
    const { accounts } = await store.accountTotals([name]);
    if (accounts > 0) return refuse('domainInUse', { domain: name, count: accounts });
    const removed = await store.removeDomain(name);
    return removed.ok ? done : refusal(removed.reason, name);
  },
});

export const recordShape = z.object({
  id: z.string(),
  type: z.string(),
  purpose: z.string(),
  name: z.string(),
  value: z.string(),
  state: z.enum(['found', 'missing', 'different', 'unknown']),
  found: z.string().nullable(),
  needed: z.boolean(),
});

export const domainRecords = operation({
  name: 'domain.records',
  http: 'GET /domains/{name}/records',
  summary: 'Shows the DNS records that a domain needs, each with what was found just now.',
  args: ['name'],
  input: named,
  output: z.object({ items: z.array(recordShape), zone: z.string() }),
  touches: ofName,
  async run(_caller, { name }) {
    if (!(await store.hasDomain(name))) return missing(name);
    const items = await checkRecords(name);
    return { ok: true, value: { items, zone: zoneFile(items) } };
  },
});

/** The dashboard asks at each look; resolvers are not asked as often. */
const lookedAt = new Map<string, { at: number; health: Promise<Health> }>();
const lookAgainMs = 5 * 60_000;
const mostDomains = 50;
const healthShape = z.object({
  name: z.string(),
  right: z.int(),
  all: z.int(),
  /** Without these mail does not flow, or is not believed. */
  missing: z.array(z.string()),
});
type Health = z.output<typeof healthShape>;

async function healthOf(name: string): Promise<Health> {
  const records = await checkRecords(name);
  const missing = records.filter(({ needed, state }) => needed && state !== 'found').map(({ purpose }) => purpose);
  return { name, right: records.filter(({ state }) => state === 'found').length, all: records.length, missing: [...new Set(missing)] };
}

export const domainHealth = operation({
  name: 'domain.health',
  http: 'GET /dns-health',
  summary: 'Tells for each domain how many of its DNS records are right, as of the last five minutes.',
  input: z.strictObject({ limit: z.int().min(1).max(mostDomains).default(mostDomains).describe('How many domains at most.') }),
  output: listOf(healthShape),
  touches: () => 'own',
  async run(caller, { limit }) {
    const mine = (await store.listDomains()).filter(({ name }) => administers(caller, name)).slice(0, limit);
    const now = Date.now();
    for (const [name, { at }] of lookedAt) if (now - at > lookAgainMs) lookedAt.delete(name);
    const items = mine.map(({ name }) => {
      const known = lookedAt.get(name) ?? { at: now, health: healthOf(name) };
      lookedAt.set(name, known);
      known.health.catch(() => lookedAt.delete(name)); // the next look tries again
      return known.health;
    });
    return { ok: true, value: { items: await Promise.all(items) } };
  },
});

const keyShape = z.object({
  selector: z.string(),
  algorithm: z.string(),
  state: z.string(),
  createdAt: time,
  retiredAt: time.nullable(),
  record: z.string(),
  value: z.string(),
});

export const domainKeys = operation({
  name: 'domain.keys',
  http: 'GET /domains/{name}/keys',
  summary: 'Lists the DKIM keys of a domain, with the records to publish.',
  args: ['name'],
  input: named,
  output: listOf(keyShape),
  touches: ofName,
  async run(_caller, { name }) {
    if (!(await store.hasDomain(name))) return missing(name);
    const keys = await store.listDkimKeys(name);
    return { ok: true, value: { items: keys.map((key) => ({ ...key, record: recordName(key), value: recordValue(key) })) } };
  },
});

export const domainRotate = operation({
  name: 'domain.rotate',
  http: 'POST /domains/{name}/keys',
  summary: 'Makes new DKIM keys. They sign as soon as their records are found; then the old ones retire.',
  args: ['name'],
  input: named,
  output: listOf(keyShape),
  touches: ofName,
  async run(_caller, { name }) {
    if (!(await store.hasDomain(name))) return missing(name);
    const keys = await rotateDkimKeys(name);
    if (!keys) return refuse('keysAlready', { domain: name });
    return { ok: true, value: { items: keys.map((key) => ({ ...key, record: recordName(key), value: recordValue(key) })) } };
  },
});
