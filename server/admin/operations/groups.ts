/** Groups: addresses whose mail goes to members, with a rule about who may write to them. */
import { z } from 'zod';
import * as store from '#server/store/index.ts';
import { administers, domainOf } from '../caller.ts';
import { operation } from '../operation.ts';
import { wrong } from '../problem.ts';
import { done, missing, notOurs, refusal, refuse, type AdminResult } from '../result.ts';
import { emailAddress, listOf, nothing, search } from '../words.ts';

const posting = z
  .enum(['anyone', 'internal', 'members'], { error: wrong('groupPosting') })
  .describe('Who may write: everybody, users of this server who have logged in, or its members.');
const name = z
  .string()
  .trim()
  .max(200, wrong('groupNameLong', { most: 200 }))
  .describe('A name for people.');
const members = z
  .array(emailAddress)
  .max(5000, wrong('groupMost', { most: 5000 }))
  .describe('Where its mail goes, here or elsewhere.');
const groupShape = z.object({ address: z.string(), name: z.string(), members: z.array(z.string()), posting });
type GroupShape = z.output<typeof groupShape>;
const shapeOf = (group: store.Group): GroupShape => ({ ...group, posting: group.posting ?? 'anyone' });
const postingOf = (word: GroupShape['posting'] | undefined) => (word === 'anyone' ? null : word);
const ofGroup = ({ address }: { address: string }) => ({ domains: [domainOf(address)] });
const one = z.strictObject({ address: emailAddress.describe('The address of the group.') });

function answer(done: Awaited<ReturnType<typeof store.createGroup>>, address: string): AdminResult<GroupShape> {
  return done.ok ? { ok: true, value: shapeOf(done.value) } : refusal(done.reason, address);
}

export const groupList = operation({
  name: 'group.list',
  http: 'GET /groups',
  summary: 'Lists groups by address.',
  input: z.strictObject({ search }),
  output: listOf(groupShape),
  touches: () => 'own',
  async run(caller, { search: text = '' }) {
    const wanted = text.toLowerCase();
    const found = (await store.listGroups()).filter((group) => administers(caller, domainOf(group.address)));
    const fits = (group: store.Group) => [group.address, group.name, ...group.members].some((word) => word.toLowerCase().includes(wanted));
    return { ok: true, value: { items: found.filter(fits).map(shapeOf) } };
  },
});

export const groupGet = operation({
  name: 'group.get',
  http: 'GET /groups/{address}',
  summary: 'Shows one group.',
  args: ['address'],
  input: one,
  output: groupShape,
  touches: ofGroup,
  async run(_caller, { address }) {
    const group = await store.findGroup(address);
    return group ? { ok: true, value: shapeOf(group) } : missing(address);
  },
});

export const groupAdd = operation({
  name: 'group.add',
  http: 'POST /groups',
  summary: 'Makes a group.',
  args: ['address', 'members…'],
  input: one.extend({ members: members.default([]), name: name.default(''), posting: posting.default('anyone') }),
  output: groupShape,
  touches: ofGroup,
  async run(_caller, { address, members: all, name: title, posting: who }) {
    const made = await store.createGroup(address, { members: all, name: title, posting: postingOf(who) });
    if (!made.ok && made.reason === 'notFound') return notOurs(domainOf(address));
    return answer(made, address);
  },
});

export const groupEdit = operation({
  name: 'group.edit',
  http: 'PATCH /groups/{address}',
  summary: 'Changes the name or the members of a group, or who may write to it; what is not given stays.',
  args: ['address'],
  input: one.extend({ members: members.optional(), name: name.optional(), posting: posting.optional() }),
  output: groupShape,
  touches: ofGroup,
  run: async (_caller, { address, members: all, name: title, posting: who }) =>
    answer(await store.updateGroup(address, { members: all, name: title, posting: postingOf(who) }), address),
});

const joining = one.extend({ members: members.min(1, wrong('memberMissing')) });

export const groupJoin = operation({
  name: 'group.join',
  http: 'POST /groups/{address}/join',
  summary: 'Adds members to a group.',
  args: ['address', 'members…'],
  input: joining,
  output: groupShape,
  touches: ofGroup,
  async run(_caller, { address, members: added }) {
    const group = await store.findGroup(address);
    return group ? answer(await store.updateGroup(address, { members: [...group.members, ...added] }), address) : missing(address);
  },
});

export const groupLeave = operation({
  name: 'group.leave',
  http: 'POST /groups/{address}/leave',
  summary: 'Takes members out of a group.',
  args: ['address', 'members…'],
  input: joining,
  output: groupShape,
  touches: ofGroup,
  async run(_caller, { address, members: leaving }) {
    const group = await store.findGroup(address);
    if (!group) return missing(address);
    const stranger = leaving.find((one) => !group.members.includes(one));
    if (stranger !== undefined) return refuse('notMember', { address: stranger, group: address });
    return answer(await store.updateGroup(address, { members: group.members.filter((one) => !leaving.includes(one)) }), address);
  },
});

export const groupRemove = operation({
  name: 'group.remove',
  http: 'DELETE /groups/{address}',
  summary: 'Removes a group: mail to it is refused from then on.',
  args: ['address'],
  input: one,
  output: nothing,
  touches: ofGroup,
  async run(_caller, { address }) {
    const removed = await store.removeGroup(address);
    return removed.ok ? done : refusal(removed.reason, address);
  },
});
