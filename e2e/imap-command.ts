import { createInterface } from 'node:readline';
import { connect } from 'node:tls';

/** One command of IMAP that no library has, over TLS; throws what the server says when it is not OK. */
export async function imapCommand(
  person: { email: string; password: string },
  at: { host: string; port: number },
  command: string,
): Promise<void> {
  const socket = connect({ ...at, rejectUnauthorized: false });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = async (tag: string, text: string) => {
    socket.write(`${tag} ${text}\r\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The connection ended after: ${text}`);
      if (!value.startsWith(`${tag} `)) continue;
      if (!value.startsWith(`${tag} OK`)) throw new Error(value);
      return;
    }
  };
  await say('a', `LOGIN "${person.email}" "${person.password}"`);
  await say('b', command);
  socket.destroy();
}
