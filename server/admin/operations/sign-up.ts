/** Who may make an account by himself in a domain, and invitations to it. */
import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { config } from '#server/config/config.ts';
import * as store from '#server/store/index.ts';
import { operation } from '../operation.ts';
import { done, missing, missingThat } from '../result.ts';
import { invitationLookup } from '../signup/sign-up.ts';
import { domainName, listOf, nothing, octets, quota, time } from '../words.ts';

const named = z.strictObject({ name: domainName });
const ofName = ({ name }: { name: string }) => ({ domains: [name] });
const mode = z.enum(['closed', 'invite', 'open']).describe('Nobody, those with an invitation, or everybody.');

export const signupGet = operation({
  name: 'signup.get',
  http: 'GET /domains/{name}/signup',
  summary: 'Shows who may make an account by himself in a domain.',
  args: ['name'],
  input: named,
  output: z.object({ mode, quotaBytes: octets.nullable(), perDay: z.int(), terms: z.string() }),
  touches: ofName,
  async run(_caller, { name }) {
    const policy = await store.getSignupPolicy(name, config().signup);
    return policy ? { ok: true, value: policy } : missing(name);
  },
});

export const signupSet = operation({
  name: 'signup.set',
  http: 'PUT /domains/{name}/signup',
  summary: 'Sets who may make an account by himself in a domain, and with what limits.',
  args: ['name', 'mode'],
  input: named.extend({
    mode,
    quota: quota.default(null),
    perDay: z.int().min(1).max(10_000).default(50).describe('New accounts in a day, at most.'),
    terms: z.string().trim().max(20_000).default('').describe('What one must agree to; empty: nothing.'),
  }),
  output: nothing,
  touches: ofName,
  run: async (_caller, { name, mode: who, quota: quotaBytes, perDay, terms }) =>
    (await store.setSignupPolicy({ domain: name, mode: who, quotaBytes, perDay, terms })) ? done : missing(name),
});

export const invitationList = operation({
  name: 'invitation.list',
  http: 'GET /domains/{name}/invitations',
  summary: 'Lists the invitations to a domain that still work. Their links are not known.',
  args: ['name'],
  input: named,
  output: listOf(z.object({ id: z.int(), note: z.string(), usesLeft: z.int(), madeBy: z.string(), createdAt: time, expiresAt: time })),
  touches: ofName,
  run: async (_caller, { name }) => ({
    ok: true,
    value: { items: (await store.listInvitations(name)).map((one) => ({ ...one, id: one.invitationId })) },
  }),
});

export const invitationAdd = operation({
  name: 'invitation.add',
  http: 'POST /domains/{name}/invitations',
  summary: 'Makes an invitation: a link by which accounts can be made in a domain. It is shown once.',
  args: ['name'],
  input: named.extend({
    note: z.string().trim().max(200).default('').describe('For whom it is.'),
    uses: z.int().min(1).max(1000).default(1).describe('How many accounts.'),
    days: z.int().min(1).max(365).default(7).describe('How many days it works.'),
  }),
  output: z.object({ path: z.string() }),
  touches: ofName,
  async run(caller, { name, note, uses, days }) {
    const token = randomBytes(24).toString('base64url');
    const expiresAt = new Date(Date.now() + days * 86_400_000);
    const wanted = { domain: name, lookup: invitationLookup(token), note, uses, madeBy: caller.name, expiresAt };
    return (await store.createInvitation(wanted)) ? { ok: true, value: { path: `/signup?invitation=${token}` } } : missing(name);
  },
});

export const invitationRevoke = operation({
  name: 'invitation.revoke',
  http: 'DELETE /domains/{name}/invitations/{id}',
  summary: 'Ends an invitation.',
  args: ['name', 'id'],
  input: named.extend({ id: z.int().describe('Its number in the list.') }),
  output: nothing,
  touches: ofName,
  run: async (_caller, { name, id }) => ((await store.revokeInvitation(name, id)) ? done : missingThat('invitation')),
});
