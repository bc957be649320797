/** JMAP calls of the mail shell, over the one session of this tab. */
import { jmapConnection } from '../jmap/open-connection.ts';
import { answerOf, isUnreachable, type MethodCall } from '../jmap/connection.ts';
import { setMail } from './mail-store.ts';

export async function accountId(): Promise<string> {
  return (await jmapConnection()).accountId;
}

/** Each call gets the accountId; answers by call id. Throws with a sentence for people. */
export async function callMail(calls: MethodCall[]): Promise<(callId: string) => Record<string, unknown>> {
  try {
    const connection = await jmapConnection();
    const withAccount = calls.map(([name, args, id]): MethodCall => [name, { accountId: connection.accountId, ...args }, id]);
    const answers = await connection.call(withAccount);
    setMail({ online: true });
    return (callId) => answerOf(answers, callId);
  } catch (error) {
    if (isUnreachable(error)) setMail({ online: false });
    throw error;
  }
}
