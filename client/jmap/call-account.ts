/** JMAP calls of pages beside the mail: each gets the account; the answers are found by call id. */
import { jmapConnection } from './open-connection.ts';
import { answerOf, createdBy, MethodError, type MethodCall } from './connection.ts';

export type Answers = (callId: string) => Record<string, unknown>;

export async function callAccount(calls: MethodCall[]): Promise<Answers> {
  const { call, accountId } = await jmapConnection();
  const answers = await call(calls.map(([name, args, id]) => [name, { accountId, ...args }, id]));
  return (callId) => answerOf(answers, callId);
}

/** One /set that makes one object; gives what the server says of it. Throws the reason of a refusal as a sentence. */
export async function createOne(type: string, object: Record<string, unknown>, more: Record<string, unknown> = {}) {
  return createdBy((await callAccount([[`${type}/set`, { create: { one: object }, ...more }, 'set']]))('set'), 'one');
}

export async function updateOne(type: string, id: string, patch: Record<string, unknown>): Promise<void> {
  const answer = (await callAccount([[`${type}/set`, { update: { [id]: patch } }, 'set']]))('set');
  refuseOf(answer.notUpdated, id);
}

export async function destroyOne(type: string, id: string, more: Record<string, unknown> = {}): Promise<void> {
  const answer = (await callAccount([[`${type}/set`, { destroy: [id], ...more }, 'set']]))('set');
  refuseOf(answer.notDestroyed, id);
}

function refuseOf(refused: unknown, id: string): void {
  const error = (refused as Record<string, { type: string; description?: string }> | null | undefined)?.[id];
  if (error) throw new MethodError(error.type, error.description);
}
