/** Leaving the list that sent a message: by the server in one go (RFC 8058), by a letter of ours, or on a page that a person opens. */
import { openCompose } from '../compose/open-compose.ts';
import { words } from '../i18n/words.ts';
import { showActivity } from '../mail/activity.ts';
import { callMail } from '../mail/call.ts';
import { mail, mailboxByRole, putEmails } from '../mail/mail-store.ts';
import { moveTo } from '../mail/acts/move.ts';
import { readMailto } from './mailto.ts';
import { listProperties, type FullEmail, type ListEmail } from '../mail/types.ts';

export type Unsubscribed = { kind: 'done' } | { kind: 'written' } | { kind: 'page'; page: string };

export const canUnsubscribe = (email: FullEmail) => (email['header:List-Unsubscribe:asURLs'] ?? []).length > 0 && !email.keywords.$draft;

/** Throws with the reason when the list did not want it. */
export async function unsubscribe(email: FullEmail): Promise<Unsubscribed> {
  const answer = (await callMail([['Email/unsubscribe', { id: email.id }, 'u']]))('u') as {
    done: boolean;
    page: string | null;
    mailto: string | null;
    reason?: string;
  };
  if (answer.done) return { kind: 'done' };
  if (answer.mailto) {
    writeTo(answer.mailto);
    return { kind: 'written' };
  }
  if (answer.page) return { kind: 'page', page: answer.page };
  throw new Error(answer.reason ?? words('reading')('unsubscribeFailed'));
}

/** RFC 2369 §3.2: the letter is the reader's own, so the reader sends it. */
const writeTo = (mailto: string) => openCompose({ subject: 'unsubscribe', text: 'unsubscribe', ...readMailto(mailto) });

/** The other messages of the list that are in the inbox: there is nobody who wants them now. */
export async function othersOf(email: FullEmail): Promise<string[]> {
  const inbox = mailboxByRole('inbox');
  const sender = email.from?.[0]?.email;
  if (!inbox || !sender) return [];
  const answer = await callMail([
    ['Email/query', { filter: { operator: 'AND', conditions: [{ inMailbox: inbox.id }, { from: sender }] }, limit: 500 }, 'q'],
    ['Email/get', { '#ids': { resultOf: 'q', name: 'Email/query', path: '/ids' }, properties: listProperties }, 'g'],
  ]);
  const found = (answer('g').list as ListEmail[]).filter(({ from }) => from?.[0]?.email.toLowerCase() === sender.toLowerCase());
  putEmails(found);
  return found.map(({ id }) => id);
}

export async function archiveAll(ids: string[]): Promise<void> {
  const archive = mailboxByRole('archive');
  if (!archive) return showActivity(words('mail')('noMailboxFor', { role: 'archive' }), null);
  await moveTo(
    ids.filter((id) => mail().emails.has(id)),
    archive,
  );
}
