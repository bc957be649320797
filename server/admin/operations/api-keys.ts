/** Keys of this API. A key never gives more than its maker has. */
import { createHash, randomBytes } from 'node:crypto';
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import type { Caller } from '../caller.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, failure, missingThat, type Failure } from '../result.ts';
import { domainName, label, listOf, nothing, time } from '../words.ts';

const keyShape = z.object({
  id: z.int(),
  label: z.string(),
  scopes: z.array(z.string()),
  domains: z.array(z.string()).nullable(),
  madeBy: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  usedAt: time.nullable(),
  usedIp: z.string().nullable(),
});
const shapeOf = (key: store.ApiKey) => ({ ...key, id: key.keyId });

/** Tokens begin so, so that they are found when they leak. */
export const keyPrefix = 'posthorn_';
export const lookupOf = (token: string): Buffer => createHash('sha256').update(token).digest();

export const apiKeyList = operation({
  name: 'api-key.list',
  http: 'GET /api-keys',
  summary: 'Lists the keys of this API. The keys themselves are not known.',
  input: z.strictObject({}),
  output: listOf(keyShape),
  touches: () => 'own',
  run: async ({ domains }) => ({ ok: true, value: { items: (await store.listApiKeys(domains)).map(shapeOf) } }),
});

export const scopeName = z.string().regex(/^(\*|[a-z-]+:(read|write))$/, wrong('scope'));

export const apiKeyAdd = operation({
  name: 'api-key.add',
  http: 'POST /api-keys',
  summary: 'Makes a key of this API. It is shown once.',
  args: ['label'],
  input: z.strictObject({
    label: label.describe('What it is for.'),
    scopes: z.array(scopeName).min(1, wrong('scopeMissing')).describe('Such as account:read; * for all.'),
    domains: z.array(domainName).optional().describe('Only these domains; all when it is not given.'),
    days: z.int().min(1).max(3650).optional().describe('How many days it works; without end when it is not given.'),
  }),
  output: z.object({ key: z.string(), id: z.int() }),
  touches: ({ domains }) => (domains ? { domains } : 'server'),
  async run(caller, { label: name, scopes, domains, days }) {
    const tooMuch = beyond(caller, scopes);
    if (tooMuch) return tooMuch;
    const known = (await store.listDomains()).map((domain) => domain.name);
    const foreign = domains?.find((domain) => !known.includes(domain));
    if (foreign !== undefined) return failure('invalid', 'strangeDomain', { domain: foreign });
    const token = keyPrefix + randomBytes(30).toString('base64url');
    const expiresAt = days === undefined ? null : new Date(Date.now() + days * 86_400_000);
    const made = await store.createApiKey({
      ...{ label: name, lookup: lookupOf(token), scopes: [...new Set(scopes)], domains: domains ?? null, madeBy: caller.name, expiresAt },
    });
    return { ok: true, value: { key: token, id: made.keyId } };
  },
});

function beyond({ scopes }: Caller, wanted: string[]): Failure | null {
  const more = scopes === null ? undefined : wanted.find((scope) => !scopes.includes(scope));
  return more === undefined ? null : failure('forbidden', 'scopeNotYours', { scope: more });
}

export const apiKeyRevoke = operation({
  name: 'api-key.revoke',
  http: 'DELETE /api-keys/{id}',
  summary: 'Revokes a key of this API at once.',
  args: ['id'],
  input: z.strictObject({ id: z.int().describe('Its number in the list.') }),
  output: nothing,
  async touches({ id }) {
    const key = await store.getApiKey(id);
    return key?.domains ? { domains: key.domains } : 'server';
  },
  async run(_caller, { id }) {
    const revoked = await store.revokeApiKey(id);
    return revoked.ok ? done : missingThat('key');
  },
});
