/** Mailing lists: making and changing them, their members, and what waits for a moderator. */
import { z } from 'zod';
import { grantArchive, join, leave } from '#server/delivery/lists/membership.ts';
import { heldPosts, settleHeld, type HeldPost } from '#server/delivery/lists/held.ts';
import * as store from '#server/store/index.ts';
import { administers, domainOf } from '../caller.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, missing, missingOf, notOurs, refusal, refuse, type AdminResult } from '../result.ts';
import { emailAddress, listOf, nothing, search, time } from '../words.ts';

const line = (most: number, what: 'name' | 'description' | 'prefix') =>
  z
    .string()
    .trim()
    .max(most, wrong('lineLong', { what, most }))
    .regex(/^[^\p{Cc}]*$/u, wrong('lineBreak', { what }));
const settings = {
  name: line(100, 'name').describe('A name for people.'),
  description: line(300, 'description').describe('What it is about.'),
  subscribing: z.enum(['open', 'closed'], { error: wrong('listSubscribing') }).describe('Whether people can join by themselves.'),
  posting: z.enum(['anyone', 'members', 'moderated'], { error: wrong('listPosting') }).describe('Whose messages need no moderator.'),
  archive: z.boolean().describe('Whether what was written is kept, for members here to read.'),
  prefix: line(50, 'prefix').describe('Put in front of subjects.'),
  moderators: z.array(emailAddress).describe('Who decides about what waits; without any, the administrators.'),
};
const change = Object.fromEntries(Object.entries(settings).map(([key, schema]) => [key, schema.optional()])) as {
  [K in keyof typeof settings]: z.ZodOptional<(typeof settings)[K]>;
};
const one = z.strictObject({ address: emailAddress.describe('The address of the list.') });
const shape = z.object({ email: z.string(), ...settings, members: z.number().int() });
const memberShape = z.object({
  email: z.string(),
  state: z.enum(['asked', 'active', 'stopped']),
  bounces: z.number().int(),
  joinedAt: time,
});
const heldShape = z.object({ word: z.string(), from: z.string(), subject: z.string(), receivedAt: time });
const members = z
  .array(emailAddress)
  .min(1, wrong('addressMissing'))
  .max(5000, wrong('addressesMost', { most: 5000 }));
const ofList = ({ address }: { address: string }) => ({ domains: [domainOf(address)] });

async function withList<T>(address: string, work: (list: store.MailingList) => Promise<AdminResult<T>>): Promise<AdminResult<T>> {
  const list = await store.findList(address);
  return list ? work(list) : missing(address);
}

export const listList = operation({
  name: 'list.list',
  http: 'GET /lists',
  summary: 'Lists mailing lists by address.',
  input: z.strictObject({ search }),
  output: listOf(shape),
  touches: () => 'own',
  async run(caller, { search: text = '' }) {
    const found = (await store.listLists()).filter(({ email }) => administers(caller, domainOf(email)));
    const fits = ({ email, name }: store.MailingList) => [email, name].some((word) => word.toLowerCase().includes(text.toLowerCase()));
    return { ok: true, value: { items: found.filter(fits) } };
  },
});

export const listGet = operation({
  name: 'list.get',
  http: 'GET /lists/{address}',
  summary: 'Shows one mailing list.',
  args: ['address'],
  input: one,
  output: shape,
  touches: ofList,
  run: (_caller, { address }) => withList(address, (list) => Promise.resolve({ ok: true, value: list })),
});

export const listAdd = operation({
  name: 'list.add',
  http: 'POST /lists',
  summary: 'Makes a mailing list.',
  args: ['address'],
  input: one.extend(change),
  output: shape,
  touches: ofList,
  async run(_caller, { address, ...wanted }) {
    const made = await store.createList(address, wanted);
    if (!made.ok && made.reason === 'notFound') return notOurs(domainOf(address));
    return made.ok ? made : refusal(made.reason, address);
  },
});

export const listEdit = operation({
  name: 'list.edit',
  http: 'PATCH /lists/{address}',
  summary: 'Changes a mailing list; what is not given stays.',
  args: ['address'],
  input: one.extend(change),
  output: shape,
  touches: ofList,
  run: (_caller, { address, ...wanted }) =>
    withList(address, async (list) => {
      const changed = await store.updateList(list.accountId, wanted);
      if (!changed.ok) return refusal(changed.reason, address);
      // Whether members read the archive is said for each of them.
      if (changed.value.archive !== list.archive)
        for (const { email, state } of await store.listMembers(list.accountId))
          if (state !== 'asked') await grantArchive(list.accountId, email, changed.value.archive ? 'lrs' : null);
      return changed;
    }),
});

export const listRemove = operation({
  name: 'list.remove',
  http: 'DELETE /lists/{address}',
  summary: 'Removes a mailing list with its members and its archive.',
  args: ['address'],
  input: one,
  output: nothing,
  touches: ofList,
  run: (_caller, { address }) =>
    withList(address, async ({ accountId }) => {
      const removed = await store.removeAccount(accountId);
      return removed.ok ? done : refusal(removed.reason, address);
    }),
});

export const listMembers = operation({
  name: 'list.members',
  http: 'GET /lists/{address}/members',
  summary: 'Lists who is on a mailing list.',
  args: ['address'],
  input: one,
  output: listOf(memberShape),
  touches: ofList,
  run: (_caller, { address }) =>
    withList(address, async ({ accountId }) => ({ ok: true, value: { items: await store.listMembers(accountId) } })),
});

export const listSubscribe = operation({
  name: 'list.subscribe',
  http: 'POST /lists/{address}/subscribe',
  summary: 'Puts addresses on a mailing list without asking them: whoever does it answers for it.',
  args: ['address', 'members…'],
  input: one.extend({ members }),
  output: nothing,
  touches: ofList,
  run: (_caller, { address, members: all }) =>
    withList(address, async (list) => {
      if (all.includes(list.email)) return refuse('listItself');
      for (const email of all) await join(list, email);
      return done;
    }),
});

export const listUnsubscribe = operation({
  name: 'list.unsubscribe',
  http: 'POST /lists/{address}/unsubscribe',
  summary: 'Takes addresses off a mailing list.',
  args: ['address', 'members…'],
  input: one.extend({ members }),
  output: nothing,
  touches: ofList,
  run: (_caller, { address, members: all }) =>
    withList(address, async ({ accountId }) => {
      for (const email of all) {
        const member = await store.findMember(accountId, { email });
        if (!member || !(await leave(accountId, member.memberId))) return refuse('notOnList', { address: email, list: address });
      }
      return done;
    }),
});

export const listWaiting = operation({
  name: 'list.waiting',
  http: 'GET /lists/{address}/waiting',
  summary: 'Lists the messages that wait for a moderator.',
  args: ['address'],
  input: one,
  output: listOf(heldShape),
  touches: ofList,
  run: (_caller, { address }) => withList(address, async (list) => ({ ok: true, value: { items: await heldPosts(list) } })),
});

const decision = one.extend({ word: z.string().describe('The word that the message is known by, see list.waiting.') });
const decide = (address: string, word: string, accepts: boolean): Promise<AdminResult<HeldPost>> =>
  withList(address, async (list) => {
    const settled = await settleHeld(list, word, accepts);
    return settled ? { ok: true, value: settled } : missingOf('waiting', word);
  });

export const listAccept = operation({
  name: 'list.accept',
  http: 'POST /lists/{address}/waiting/{word}/accept',
  summary: 'Sends a message that waits to the members.',
  args: ['address', 'word'],
  input: decision,
  output: heldShape,
  touches: ofList,
  run: (_caller, { address, word }) => decide(address, word, true),
});

export const listReject = operation({
  name: 'list.reject',
  http: 'POST /lists/{address}/waiting/{word}/reject',
  summary: 'Throws a message that waits away.',
  args: ['address', 'word'],
  input: decision,
  output: heldShape,
  touches: ofList,
  run: (_caller, { address, word }) => decide(address, word, false),
});
