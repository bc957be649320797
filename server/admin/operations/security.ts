/** Blocked addresses and failed log-ins. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, missing } from '../result.ts';
import { listOf, nothing, time } from '../words.ts';

const network = z
  .string()
  .trim()
  .toLowerCase()
  .refine((text) => ipaddr.isValid(text) || ipaddr.isValidCIDR(text), wrong('network'))
  .describe('An address, or a network such as 192.0.2.0/24.');

export const blockList = operation({
  name: 'block.list',
  http: 'GET /blocks',
  summary: 'Lists the addresses that may not sign in now: those you blocked, and those that guessed too often.',
  input: z.strictObject({}),
  output: listOf(z.object({ network: z.string(), reason: z.string(), madeBy: z.string(), createdAt: time, expiresAt: time.nullable() })),
  touches: () => 'server',
  run: async () => ({ ok: true, value: { items: await store.listBlockedAddresses() } }),
});

export const blockAdd = operation({
  name: 'block.add',
  http: 'PUT /blocks',
  summary: 'Blocks an address or a network from signing in, by any protocol.',
  args: ['network'],
  input: z.strictObject({
    network,
    reason: z.string().trim().max(200).default('').describe('Why, for those who come after you.'),
    hours: z.int().min(1).max(87_600).optional().describe('For how many hours; without end when it is not given.'),
  }),
  output: nothing,
  touches: () => 'server',
  async run({ name }, { network: address, reason, hours }) {
    const expiresAt = hours === undefined ? null : new Date(Date.now() + hours * 3_600_000);
    await store.blockAddress({ network: address, reason, madeBy: name, expiresAt });
    return done;
  },
});

export const blockRemove = operation({
  name: 'block.remove',
  http: 'DELETE /blocks/{network}',
  summary: 'Lets an address or a network sign in again.',
  args: ['network'],
  input: z.strictObject({ network }),
  output: nothing,
  touches: () => 'server',
  run: async (_caller, { network: address }) => ((await store.unblockAddress(address)) ? done : missing(address)),
});

export const failureList = operation({
  name: 'block.failures',
  http: 'GET /login-failures',
  summary: 'Lists failed log-ins by address, the busiest first.',
  input: z.strictObject({ hours: z.int().min(1).max(720).default(24).describe('How far back.') }),
  output: listOf(z.object({ remoteAddress: z.string(), failures: z.int(), logins: z.array(z.string()), lastAt: time })),
  touches: () => 'own',
  run: async ({ domains }, { hours }) => ({
    ok: true,
    value: { items: await store.listLoginFailures(new Date(Date.now() - hours * 3_600_000), domains) },
  }),
});
