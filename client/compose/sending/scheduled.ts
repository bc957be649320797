/** Messages that wait for their time: EmailSubmissions with undoStatus "pending" (RFC 8621 §7), held by the server. */
import { words } from '#client/i18n/words.ts';
import { answerOf, createdBy, MethodError, type JmapConnection } from '#client/jmap/connection.ts';
import { holdUntil, loadContext } from '../mail-api.ts';

export interface ScheduledSend {
  submissionId: string;
  sendAt: Date;
}
interface Submission {
  id: string;
  identityId: string;
  emailId: string;
  sendAt: string;
  undoStatus: string;
  envelope: { mailFrom: { email: string }; rcptTo: { email: string; parameters: null }[] };
}

export async function scheduledSend(connection: JmapConnection, emailId: string): Promise<ScheduledSend | null> {
  const found = await pending(connection, emailId);
  return found ? { submissionId: found.id, sendAt: new Date(found.sendAt) } : null;
}

async function pending({ call, accountId }: JmapConnection, emailId: string): Promise<Submission | null> {
  const answers = await call([
    ['EmailSubmission/query', { accountId, filter: { emailIds: [emailId], undoStatus: 'pending' } }, 'query'],
    ['EmailSubmission/get', { accountId, '#ids': { resultOf: 'query', name: 'EmailSubmission/query', path: '/ids' } }, 'get'],
  ]);
  return (answerOf(answers, 'get').list as Submission[]).find(({ undoStatus }) => undoStatus === 'pending') ?? null;
}

/** Back to the drafts. False when it has begun to leave. */
export async function unschedule(connection: JmapConnection, emailId: string): Promise<boolean> {
  const found = await pending(connection, emailId);
  if (!found) return false;
  const context = await loadContext(connection);
  const answer = answerOf(
    await connection.call([
      [
        'EmailSubmission/set',
        {
          accountId: connection.accountId,
          update: { [found.id]: { undoStatus: 'canceled' } },
          onSuccessUpdateEmail: { [found.id]: { mailboxIds: { [context.draftsId]: true }, 'keywords/$draft': true } },
        },
        'cancel',
      ],
    ]),
    'cancel',
  );
  return found.id in ((answer.updated as Record<string, unknown> | null) ?? {});
}

/** A submission's time cannot be changed (RFC 8621 §7.5), so it is taken back and made anew; `at` null sends it now. */
export async function reschedule(connection: JmapConnection, emailId: string, at: Date | null): Promise<void> {
  const found = await pending(connection, emailId);
  if (!found) throw new MethodError('notFound', words('compose')('tooLate'));
  const context = await loadContext(connection);
  const { accountId } = connection;
  const { mailFrom, rcptTo } = found.envelope;
  const envelope = { mailFrom: { email: mailFrom.email, parameters: at ? { HOLDUNTIL: holdUntil(at) } : null }, rcptTo };
  const cancelled = answerOf(
    await connection.call([['EmailSubmission/set', { accountId, update: { [found.id]: { undoStatus: 'canceled' } } }, 'cancel']]),
    'cancel',
  );
  if (!(found.id in ((cancelled.updated as object | null) ?? {}))) throw new MethodError('cannotUnsend', words('compose')('tooLate'));
  const create = { next: { identityId: found.identityId, emailId, envelope } };
  const moved = at ? {} : { onSuccessUpdateEmail: { '#next': { mailboxIds: { [context.sentId]: true } } } };
  createdBy(answerOf(await connection.call([['EmailSubmission/set', { accountId, create, ...moved }, 'make']]), 'make'), 'next');
}
