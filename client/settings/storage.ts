/** What fills the account: its largest messages, and what lies in Trash and Junk. */
import { bulkIsOver } from '../jmap/bulk-state.ts';
import { callAccount, createOne } from '../jmap/call-account.ts';

export interface LargeMessage {
  id: string;
  threadId: string;
  subject: string | null;
  from: { name: string | null; email: string }[] | null;
  size: number;
  receivedAt: string;
}
export interface StorageFacts {
  largest: LargeMessage[];
  /** By role. */
  waste: { role: 'trash' | 'junk'; id: string; total: number }[];
}

export async function loadStorage(): Promise<StorageFacts> {
  const answer = await callAccount([
    ['Email/query', { filter: null, sort: [{ property: 'size', isAscending: false }], limit: 12 }, 'query'],
    [
      'Email/get',
      {
        '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' },
        properties: ['id', 'threadId', 'subject', 'from', 'size', 'receivedAt'],
      },
      'largest',
    ],
    ['Mailbox/get', { ids: null, properties: ['id', 'role', 'totalEmails'] }, 'mailboxes'],
  ]);
  const mailboxes = answer('mailboxes').list as { id: string; role: string | null; totalEmails: number }[];
  return {
    largest: answer('largest').list as LargeMessage[],
    waste: (['trash', 'junk'] as const).flatMap((role) => {
      const found = mailboxes.find((one) => one.role === role);
      return found ? [{ role, id: found.id, total: found.totalEmails }] : [];
    }),
  };
}

/** Resolves when all of it has gone: it may be more than one request can take. */
export async function empty(mailboxId: string, onProgress: (done: number) => void): Promise<void> {
  const made = await createOne('BulkChange', { filter: { inMailbox: mailboxId }, destroyFrom: mailboxId });
  await bulkIsOver(String(made.id), callAccount, ({ done }) => onProgress(done));
}
