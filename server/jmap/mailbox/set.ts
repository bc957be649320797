/** Mailbox/set (RFC 8621 §2.5). */
import { z } from 'zod';
import { capability } from '#lib/jmap/capabilities.ts';
import { mailboxWireId, parseMailboxWireId } from '#lib/ids.ts';
import { createMailbox, deleteMailbox, getMailbox, listMailboxes, updateMailbox, type Mailbox } from '#server/store/index.ts';
import { invalidProperties, SetRefusal } from '../errors.ts';
import { method, type MethodContext } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { numberOf, SetRun, taken } from '../standard/set.ts';
import { toJmapMailbox } from './mailbox-object.ts';
import { readMailboxChange, type MailboxChange } from './mailbox-change.ts';

export const mailboxSet = method({
  name: 'Mailbox/set',
  capability: capability.mail,
  args: { ...setArguments, onDestroyRemoveEmails: z.boolean().nullish() },
  async run(context, args) {
    const run = await SetRun.begin(context, args);
    for (const [creationId, given] of inOrderOfParents(args.create ?? {}))
      await run.attempt(run.notCreated, creationId, () => create(context, run, creationId, given));
    for (const [key, patch] of Object.entries(args.update ?? {}))
      await run.attempt(run.notUpdated, key, () => {
        if (args.destroy?.includes(key)) throw new SetRefusal('willDestroy'); // RFC 8620 §5.3
        return update(context, run, key, patch);
      });
    const options = { onDestroyRemoveEmails: args.onDestroyRemoveEmails ?? false };
    for (const { key, mailbox } of await deepestFirst(context, args.destroy ?? []))
      await run.attempt(run.notDestroyed, key, async () => {
        if (!mailbox) throw new SetRefusal('notFound');
        if (mailbox.role === 'inbox') throw new SetRefusal('forbidden', { description: 'Mail arrives here.' });
        run.wrote(taken(await deleteMailbox(context.accountId, mailbox.mailboxId, options)).modseq);
        run.destroyed.push(mailboxWireId(context.accountId, mailbox.mailboxId));
      });
    return run.response();
  },
});

async function create(context: MethodContext, run: SetRun, creationId: string, given: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const { name, parentId, ...rest } = toStore(context, readMailboxChange(given, {}));
  if (name === undefined) throw invalidProperties(['name'], 'It needs a name.');
  await checkRole(accountId, rest.role);
  const made = taken(await createMailbox(accountId, { name, parentId: parentId ?? null, ...rest }));
  run.wrote(made.createdModseq);
  const { name: _name, parentId: _parent, ...serverSet } = toJmapMailbox(accountId, made);
  run.noteCreated(creationId, serverSet);
}

async function update(context: MethodContext, run: SetRun, key: string, patch: Record<string, unknown>): Promise<void> {
  const { accountId } = context;
  const mailboxId = numberOf(context, key, parseMailboxWireId);
  const current = mailboxId === null ? null : await getMailbox(accountId, mailboxId);
  if (mailboxId === null || !current) throw new SetRefusal('notFound');
  const change = toStore(context, readMailboxChange(patch, { ...toJmapMailbox(accountId, current) }));
  await checkRole(accountId, change.role, mailboxId);
  const isMoved = (change.name !== undefined && change.name !== current.name) || (change.parentId ?? null) !== null;
  if (current.role === 'inbox' && isMoved) throw new SetRefusal('forbidden', { description: 'The inbox keeps its name and place.' });
  if (change.parentId != null && (await isBelow(accountId, change.parentId, mailboxId)))
    throw invalidProperties(['parentId'], 'A mailbox cannot be inside itself.');
  run.wrote(taken(await updateMailbox(accountId, mailboxId, change)).propsModseq);
  run.updated[key] = null;
}

/** RFC 8621 §2: no two mailboxes of an account have the same role. */
async function checkRole(accountId: number, role: Mailbox['role'] | undefined, own?: number): Promise<void> {
  const taken = role && (await listMailboxes(accountId)).some((other) => other.role === role && other.mailboxId !== own);
  if (taken) throw invalidProperties(['role'], 'Another mailbox has this role.');
}

function toStore(context: MethodContext, { parentId, isSubscribed, ...rest }: MailboxChange) {
  return {
    ...rest,
    ...(isSubscribed === undefined ? {} : { subscribed: isSubscribed }),
    ...(parentId === undefined ? {} : { parentId: parentId === null ? null : parentOf(context, parentId) }),
  };
}

function parentOf(context: MethodContext, id: string): number {
  const number = numberOf(context, id, parseMailboxWireId);
  if (number === null) throw invalidProperties(['parentId'], 'There is no such mailbox.');
  return number;
}

async function isBelow(accountId: number, mailboxId: number, above: number): Promise<boolean> {
  const byId = new Map((await listMailboxes(accountId)).map((mailbox) => [mailbox.mailboxId, mailbox]));
  for (let at: number | null = mailboxId; at !== null; at = byId.get(at)?.parentId ?? null) if (at === above) return true;
  return false;
}

/** A creation may name its parent by another creation of the same call, in whatever order they stand (RFC 8620 §5.3). */
function inOrderOfParents(create: Record<string, Record<string, unknown>>): [string, Record<string, unknown>][] {
  const ordered = new Map<string, Record<string, unknown>>();
  const add = (creationId: string, path: readonly string[]) => {
    const given = create[creationId];
    if (!given || ordered.has(creationId) || path.includes(creationId)) return;
    if (typeof given.parentId === 'string' && given.parentId.startsWith('#')) add(given.parentId.slice(1), [...path, creationId]);
    ordered.set(creationId, given);
  };
  for (const creationId of Object.keys(create)) add(creationId, []);
  return [...ordered];
}

/** A parent and its child may be destroyed by one call, in whatever order they stand. */
async function deepestFirst(context: MethodContext, keys: readonly string[]): Promise<{ key: string; mailbox: Mailbox | undefined }[]> {
  const byId = new Map((await listMailboxes(context.accountId)).map((mailbox) => [mailbox.mailboxId, mailbox]));
  const depth = (mailbox: Mailbox | undefined): number => (mailbox ? 1 + depth(byId.get(mailbox.parentId ?? 0)) : 0);
  return [...new Set(keys)]
    .map((key) => ({ key, mailbox: byId.get(numberOf(context, key, parseMailboxWireId) ?? 0) }))
    .sort((a, b) => depth(b.mailbox) - depth(a.mailbox));
}
