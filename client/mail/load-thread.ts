/** A conversation with its bodies. Loaded once; bodies never change, only keywords and places do. */
import { words } from '../i18n/words.ts';
import { callMail } from './call.ts';
import { asItWillBe } from './device/outbox.ts';
import { keptBody } from './device/kept-body.ts';
import { knowThreads } from './device/local-list.ts';
import { mail, putEmails, setMail } from './mail-store.ts';
import { ofAccount } from './shared.ts';
import { bodyArguments, type FullEmail } from './types.ts';

const underway = new Map<string, Promise<void>>();

export function loadThread(threadId: string): Promise<void> {
  const known = mail().threads.get(threadId);
  if (known?.every((id) => mail().full.has(id))) return Promise.resolve();
  const running = underway.get(threadId) ?? openThread(threadId, known).finally(() => underway.delete(threadId));
  underway.set(threadId, running);
  return running;
}

/** From the device when all of it is there, else from the server. */
async function openThread(threadId: string, known: readonly string[] | undefined): Promise<void> {
  if (!known && !mail().online) await knowThreads([threadId]);
  known ??= mail().threads.get(threadId);
  const kept = known ? await Promise.all(known.map((id) => mail().full.get(id) ?? keptBody(id))) : [];
  if (!known || kept.length === 0 || kept.some((email) => email === undefined)) return fetchThread(threadId);
  setMail(({ full, emails }) => {
    const next = new Map(full);
    for (const email of kept) if (email) next.set(email.id, { ...email, ...emails.get(email.id) });
    return { full: next };
  });
}

export async function fetchThread(threadId: string): Promise<void> {
  const account = ofAccount(threadId);
  const answer = await callMail([
    ['Thread/get', { ...account, ids: [threadId] }, 'thread'],
    [
      'Email/get',
      {
        ...account,
        '#ids': { resultOf: 'thread', name: 'Thread/get', path: '/list/*/emailIds' },
        ...bodyArguments,
        maxBodyValueBytes: 2_000_000,
      },
      'emails',
    ],
  ]);
  const [thread] = answer('thread').list as { id: string; emailIds: string[] }[];
  if (!thread) throw new Error(words('mail')('conversationGone'));
  const emails = (answer('emails').list as FullEmail[]).map(asItWillBe);
  putEmails(emails.map(({ bodyValues: _values, textBody: _text, htmlBody: _html, ...rest }) => rest));
  setMail(({ full, threads }) => {
    const next = new Map(full);
    for (const email of emails) next.set(email.id, email);
    return { full: next, threads: new Map(threads).set(thread.id, thread.emailIds) };
  });
}
