/** Mailbox/get (RFC 8621 §2.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState, listMailboxes } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { mailboxProperties, toJmapMailbox } from './mailbox-object.ts';

export const mailboxGet = method({
  name: 'Mailbox/get',
  capability: capability.mail,
  args: getArguments,
  async run({ accountId }, args) {
    const state = await accountState(accountId); // before the mailboxes: a change in between is then heard of again, never lost
    const all = (await listMailboxes(accountId)).map((mailbox) => toJmapMailbox(accountId, mailbox));
    return { state: String(state), ...getFrom(all, args, mailboxProperties) };
  },
});
