/** Mailbox/get (RFC 8621 §2.1). */
import { capability } from '#lib/jmap/capabilities.ts';
import { accountState } from '#server/store/index.ts';
import { method } from '../method.ts';
import { getArguments } from '../shapes.ts';
import { getFrom } from '../standard/get.ts';
import { mailboxProperties } from './mailbox-object.ts';
import { mailboxesOf } from './mailboxes-of.ts';

export const mailboxGet = method({
  name: 'Mailbox/get',
  capability: capability.mail,
  args: getArguments,
  sharing: true,
  async run(context, args) {
    const state = await accountState(context.accountId); // before the mailboxes: a change in between is then heard of again, never lost
    return { state: String(state), ...getFrom(await mailboxesOf(context), args, mailboxProperties) };
  },
});
