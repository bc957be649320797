/** Masked addresses and forwarding of an account, as its user could set them in the webmail. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { maskLimits, maskName } from '#lib/addresses/mask-name.ts';
import { mostForwards } from '#lib/sieve/rules/forward-script.ts';
import * as store from '#server/store/index.ts';
import { getForwarding, setForwarding } from '../forwarding.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, refusal, refuse } from '../result.ts';
import { emailAddress, listOf, nothing, time } from '../words.ts';
import { ofAddress, withAccount, withAccountBelow } from './accounts.ts';

const account = z.strictObject({ email: emailAddress.describe('The account.') });
const maskShape = z.object({ email: z.string(), label: z.string(), isEnabled: z.boolean(), createdAt: time, usedAt: time.nullable() });

export const maskList = operation({
  name: 'mask.list',
  http: 'GET /accounts/{email}/masks',
  summary: 'Lists the masked addresses of an account.',
  args: ['email'],
  input: account,
  output: listOf(maskShape),
  touches: ofAddress,
  run: (_caller, { email }) =>
    withAccount(email, async ({ accountId }) => ({ ok: true, value: { items: await store.listMasks(accountId) } })),
});

export const maskAdd = operation({
  name: 'mask.add',
  http: 'POST /accounts/{email}/masks',
  summary: 'Makes a masked address: one for a single correspondent, that can be dropped again.',
  args: ['email', 'label'],
  input: account.extend({ label: z.string().trim().max(maskLimits.label).default('').describe('For whom it is.') }),
  output: maskShape,
  touches: ofAddress,
  run: (caller, { email, label }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const wanted = { localpart: maskName(randomBytes(8)), label, forDomain: null };
      const made = await store.createMask(accountId, wanted, maskLimits.perAccount);
      return made.ok ? made : refusal(made.reason, wanted.localpart);
    }),
});

export const maskChange = operation({
  name: 'mask.change',
  http: 'PUT /accounts/{email}/masks/{mask}',
  summary: 'Turns a masked address on or off, or drops it for good.',
  args: ['email', 'mask', 'state'],
  input: account.extend({ mask: emailAddress.describe('The masked address.'), state: z.enum(['on', 'off', 'dropped']) }),
  output: nothing,
  touches: ofAddress,
  run: (caller, { email, mask: address, state }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const mask = (await store.listMasks(accountId)).find((one) => one.email === address);
      if (!mask) return refuse('notMask', { address });
      const changed =
        state === 'dropped'
          ? await store.destroyMask(accountId, mask.maskId)
          : await store.updateMask(accountId, mask.maskId, { isEnabled: state === 'on' });
      return changed.ok ? done : refusal(changed.reason, address);
    }),
});

const forwardingShape = z.object({ addresses: z.array(z.string()), keepCopy: z.boolean() });

export const forwardGet = operation({
  name: 'forward.get',
  http: 'GET /accounts/{email}/forwarding',
  summary: 'Shows where an account forwards its mail.',
  args: ['email'],
  input: account,
  output: forwardingShape,
  touches: ofAddress,
  run: (_caller, { email }) => withAccount(email, async ({ accountId }) => ({ ok: true, value: await getForwarding(accountId) })),
});

export const forwardSet = operation({
  name: 'forward.set',
  http: 'PUT /accounts/{email}/forwarding',
  summary: 'Forwards the mail of an account; without addresses no more.',
  args: ['email', 'addresses…'],
  input: account.extend({
    addresses: z
      .array(emailAddress)
      .max(mostForwards, wrong('forwardMost', { most: mostForwards }))
      .default([]),
    dropCopy: z.boolean().default(false).describe('Keeps no copy here.'),
  }),
  output: forwardingShape,
  touches: ofAddress,
  run: (caller, { email, addresses, dropCopy }) =>
    withAccountBelow(caller, email, async ({ accountId }) => {
      const set = await setForwarding(accountId, { addresses, keepCopy: !dropCopy });
      return set.ok ? { ok: true, value: await getForwarding(accountId) } : set;
    }),
});
