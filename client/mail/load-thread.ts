/** A conversation with its bodies. Loaded once; bodies never change, only keywords and places do. */
import { callMail } from './call.ts';
import { mail, putEmails, setMail } from './mail-store.ts';
import { fullProperties, type FullEmail } from './types.ts';

const underway = new Map<string, Promise<void>>();

export function loadThread(threadId: string): Promise<void> {
  const known = mail().threads.get(threadId);
  if (known?.every((id) => mail().full.has(id))) return Promise.resolve();
  const running = underway.get(threadId) ?? fetchThread(threadId).finally(() => underway.delete(threadId));
  underway.set(threadId, running);
  return running;
}

export async function fetchThread(threadId: string): Promise<void> {
  const answer = await callMail([
    ['Thread/get', { ids: [threadId] }, 'thread'],
    [
      'Email/get',
      {
        '#ids': { resultOf: 'thread', name: 'Thread/get', path: '/list/*/emailIds' },
        properties: fullProperties,
        fetchTextBodyValues: true,
        fetchHTMLBodyValues: true,
        maxBodyValueBytes: 2_000_000,
      },
      'emails',
    ],
  ]);
  const [thread] = answer('thread').list as { id: string; emailIds: string[] }[];
  if (!thread) throw new Error('This conversation is no longer there.');
  const emails = answer('emails').list as FullEmail[];
  putEmails(emails.map(({ bodyValues: _values, textBody: _text, htmlBody: _html, attachments: _files, ...rest }) => rest));
  setMail(({ full, threads }) => {
    const next = new Map(full);
    for (const email of emails) next.set(email.id, email);
    return { full: next, threads: new Map(threads).set(thread.id, thread.emailIds) };
  });
}
