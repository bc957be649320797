/** JMAP calls of the mail shell, over the one session of this tab. */
import { composeConnection } from '../jmap/open-connection.ts';
import { answerOf, type MethodCall } from '../jmap/connection.ts';
import { words } from '../i18n/words.ts';
import { setMail } from './mail-store.ts';

export async function accountId(): Promise<string> {
  return (await composeConnection()).accountId;
}

/** Each call gets the accountId; answers by call id. Throws with a sentence for people. */
export async function callMail(calls: MethodCall[]): Promise<(callId: string) => Record<string, unknown>> {
  try {
    const connection = await composeConnection();
    const withAccount = calls.map(([name, args, id]): MethodCall => [name, { accountId: connection.accountId, ...args }, id]);
    const answers = await connection.call(withAccount);
    setMail({ online: true });
    return (callId) => answerOf(answers, callId);
  } catch (error) {
    if (error instanceof TypeError) setMail({ online: false }); // what fetch throws without a network
    throw error;
  }
}

export const messageOf = (error: unknown) =>
  error instanceof TypeError ? words('mail')('unreachable') : error instanceof Error ? error.message : String(error);
