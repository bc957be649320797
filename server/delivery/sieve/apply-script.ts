/** One account's script over one message: from actions to items for the store and mail for the queue. */
import { renderMessage } from '#lib/message/render.ts';
import { Flag, splitKeywords } from '#lib/message/keywords.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import type { FileAction, SieveAction } from '#lib/sieve/run/actions.ts';
import { editedMessage, SieveMessage } from '#lib/sieve/run/message.ts';
import { accountAddresses, putBlob, type DeliverItem, type StoredScript } from '#server/store/index.ts';
import type { LocalDelivery } from '../local-delivery.ts';
import { notified, rejection, vacation, type Occasion, type Owner } from './automatic-mail.ts';
import { targetOf, type NamedMailbox } from './mailboxes.ts';
import { redirected } from './redirect.ts';
import { duplicateKey, runForAccount } from './run-for-account.ts';

export interface ScriptCall {
  /** As it would be delivered without a script. */
  item: DeliverItem;
  script: StoredScript;
  bytes: Buffer;
  mailFrom: string;
  envelopeTo: string | null;
  auth: AuthVerdict | null;
}
type Events = NonNullable<DeliverItem['events']>;

export async function applyScript({ item, script, bytes, mailFrom, envelopeTo, auth }: ScriptCall): Promise<LocalDelivery> {
  const { accountId } = item;
  const now = new Date();
  const done: LocalDelivery = { deliveries: [], enqueue: [], memory: { remember: [], replies: [] }, rejections: [] };
  const message = new SieveMessage(bytes);
  const { result, mailboxes, email, display } = await runForAccount({
    accountId,
    script,
    message,
    envelopeFrom: mailFrom,
    envelopeTo,
    now,
  });
  if (result.kind === 'failed') {
    const { line, message: text } = result.error;
    return {
      ...done,
      deliveries: [{ ...item, events: [...(item.events ?? []), { type: 'filterFailed', detail: { script: script.name, line, text } }] }],
    };
  }
  const owner: Owner = { accountId, email, display, addresses: await accountAddresses(accountId) };
  const occasion: Occasion = { message, mailFrom, envelopeTo, now };
  const events: Events = [];
  const files: FileAction[] = [];
  for (const action of result.actions) {
    switch (action.kind) {
      case 'file':
        files.push(action);
        break;
      case 'redirect': {
        // To oneself, or in circles: it stays.
        const own = owner.addresses.includes(action.address.toLowerCase());
        const sent = own
          ? null
          : await redirected({
              email,
              address: action.address,
              header: action.header,
              message,
              mailFrom,
              auth,
              now,
            });
        if (sent) {
          done.enqueue.push(sent);
          events.push({ type: 'redirected', detail: { script: script.name, to: action.address } });
        } else {
          files.push(keepAction(action));
          events.push({
            type: 'filterFailed',
            detail: { script: script.name, line: 0, text: `Not redirected to ${action.address}: the message would come back.` },
          });
        }
        break;
      }
      case 'vacation': {
        const reply = await vacation(owner, action, occasion);
        if (typeof reply === 'string') events.push({ type: 'notReplied', detail: { script: script.name, text: reply } });
        else done.memory.replies.push(reply);
        break;
      }
      case 'notify': {
        const sent = await notified(owner, action, occasion);
        if (sent) done.enqueue.push(sent);
        break;
      }
      case 'reject':
        done.rejections.push({
          accountId,
          reason: action.reason,
          how: action.how,
          notice: await rejection(action.reason, envelopeTo ?? email, occasion),
        });
    }
  }
  done.memory.remember.push(
    ...result.seen.map(({ handle, id, seconds }) => ({
      accountId,
      id: duplicateKey(handle, id),
      until: new Date(now.getTime() + seconds * 1000),
    })),
  );
  done.deliveries.push(...(await filed(item, files, { message, bytes, script, mailboxes, events, mailFrom })));
  return done;
}

const keepAction = ({ header }: SieveAction & { kind: 'redirect' }): FileAction => ({
  ...{ kind: 'file', mailbox: null, flags: [], ownFlags: false, create: false, specialUse: null, mailboxId: null, header, line: 0 },
});

interface Filing {
  message: SieveMessage;
  bytes: Buffer;
  script: StoredScript;
  mailboxes: NamedMailbox[];
  events: Events;
  mailFrom: string;
}

/**
 * One email for all places that it is filed into, as its keywords are those of the email. Only what a script says for one copy alone
 * (`:flags`), or a header that was edited in between, makes another email.
 */
async function filed(item: DeliverItem, files: readonly FileAction[], filing: Filing): Promise<DeliverItem[]> {
  const groups = new Map<string, { actions: FileAction[]; boxes: Set<number>; events: Events }>();
  const headers = new Map<FileAction['header'], number>();
  for (const action of files) {
    if (!headers.has(action.header)) headers.set(action.header, headers.size);
    const key = `${headers.get(action.header)} ${action.ownFlags ? [...action.flags].sort().join(' ').toLowerCase() : ''} ${action.ownFlags}`;
    const group = groups.get(key) ?? { actions: [], boxes: new Set<number>(), events: [] };
    groups.set(key, group);
    group.actions.push(action);
    const isKeep = action.mailbox === null && action.mailboxId === null && action.specialUse === null;
    const target = isKeep ? null : await targetOf(item.accountId, action, filing.mailboxes);
    if (target === null) group.boxes.add(item.mailboxIds[0] ?? 0);
    else group.boxes.add(target);
    const detail = { script: filing.script.name, line: action.line };
    if (target !== null) group.events.push({ type: 'filed', detail: { ...detail, mailbox: action.mailbox ?? '', mailboxId: target } });
    else if (!isKeep)
      group.events.push({
        type: 'filterFailed',
        detail: { ...detail, text: `There is no mailbox "${action.mailbox ?? ''}": kept in INBOX.` },
      });
  }
  const items: DeliverItem[] = [];
  for (const [index, { actions, boxes, events }] of [...groups.values()].entries()) {
    const { flags, keywords } = splitKeywords(actions.flatMap((action) => action.flags));
    const header = actions[0]?.header ?? null;
    items.push({
      ...item,
      ...(header ? await edited(filing, header) : {}),
      mailboxIds: [...boxes],
      // \Deleted is of one place, and mail that just came is not to vanish with the next EXPUNGE.
      flags: (item.flags ?? 0) | (flags & ~Flag.deleted),
      keywords: [...(item.keywords ?? []), ...(keywords ?? [])],
      events: [...(item.events ?? []), ...events, ...(index === 0 ? filing.events : [])],
    });
  }
  return items;
}

async function edited(
  { message, bytes, mailFrom }: Filing,
  header: NonNullable<FileAction['header']>,
): Promise<Pick<DeliverItem, 'blob' | 'prefix' | 'rendered'>> {
  const out = editedMessage(message, header);
  const whole = 'whole' in out ? Buffer.from(out.whole) : Buffer.concat([out.added, bytes]);
  return { blob: await putBlob(whole), prefix: null, rendered: renderMessage(whole, mailFrom) };
}
