/**
 * An answer of the server that never came: what was asked for may have been done all the same. It is found again by the Message-ID that it
 * was given, so that nothing is made or sent twice.
 */
import { answerOf, type JmapConnection } from '#client/jmap/connection.ts';
import type { ComposeContext } from '../mail-api.ts';

/** The id of the message with this Message-ID among the newest of those that were written here. */
export async function findMade(
  { call, accountId }: JmapConnection,
  { draftsId, sentId }: ComposeContext,
  messageId: string,
  elsewhere?: string,
): Promise<string | null> {
  const places = [draftsId, sentId, ...(elsewhere ? [elsewhere] : [])];
  const filter = { operator: 'OR', conditions: places.map((inMailbox) => ({ inMailbox })) };
  const answers = await call([
    ['Email/query', { accountId, filter, sort: [{ property: 'receivedAt', isAscending: false }], limit: 50 }, 'query'],
    ['Email/get', { accountId, '#ids': { resultOf: 'query', name: 'Email/query', path: '/ids' }, properties: ['id', 'messageId'] }, 'get'],
  ]);
  const found = answerOf(answers, 'get').list as { id: string; messageId: string[] | null }[];
  return found.find((one) => one.messageId?.includes(messageId))?.id ?? null;
}

/** The submission of a message, where it was handed over; null: it was only written. */
export async function findSubmission({ call, accountId }: JmapConnection, emailId: string): Promise<string | null> {
  const answers = await call([['EmailSubmission/query', { accountId, filter: { emailIds: [emailId] }, limit: 1 }, 'query']]);
  return (answerOf(answers, 'query').ids as string[])[0] ?? null;
}
