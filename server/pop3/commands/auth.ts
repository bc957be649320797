import { parsePlain } from '#lib/sasl/plain.ts';
import { limits } from '#server/net/limits.ts';
import type { Command } from '../command.ts';
import { logIn, passwordForbidden } from '../log-in.ts';
import { failed } from '../reply.ts';
import type { Session } from '../session.ts';

/** RFC 5034 §4: PLAIN (RFC 4616), with or without an initial response. Without a mechanism: which there are. */
export const auth: Command = {
  state: 'authorization',
  async run(session, argument) {
    const [mechanism = '', initial, ...more] = argument.trim().split(/ +/);
    if (mechanism === '') {
      session.sendLines('', session.passwordAllowed ? ['PLAIN'] : []);
      return null;
    }
    if (mechanism.toUpperCase() !== 'PLAIN' || more.length > 0) return failed('There is no such mechanism: PLAIN is one');
    const refusal = passwordForbidden(session);
    if (refusal) return refusal;
    const response = initial ?? (await ask(session));
    if (response === '*') return failed('Cancelled');
    const credentials = parsePlain(response);
    if (!credentials) return failed('That is no PLAIN response');
    const { authzid, login, password } = credentials;
    // RFC 4616 §2: acting for someone else is not offered.
    if (authzid && authzid.toLowerCase() !== login.toLowerCase()) return failed('You cannot act for someone else', 'AUTH');
    return logIn(session, login, password);
  },
};

async function ask({ connection }: Session): Promise<string> {
  connection.write('+ \r\n');
  await connection.flush();
  const line = await connection.readLine(limits.smtpAuthLineBytes, limits.beforeLoginMs);
  return line?.toString('latin1') ?? '*';
}
