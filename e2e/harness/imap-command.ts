import { createInterface } from 'node:readline';
import { connect } from 'node:tls';

/** One command of IMAP that no library has, over TLS: what was answered; throws what the server says when it is not OK. */
export async function imapCommand(
  person: { email: string; password: string },
  at: { host: string; port: number },
  command: string,
): Promise<string> {
  const socket = connect({ ...at, rejectUnauthorized: false });
  const lines = createInterface({ input: socket })[Symbol.asyncIterator]();
  const say = async (tag: string, text: string) => {
    let said = '';
    socket.write(`${tag} ${text}\r\n`);
    for (;;) {
      const { value, done } = await lines.next();
      if (done) throw new Error(`The connection ended after: ${text}`);
      said += `${value}\r\n`;
      if (!value.startsWith(`${tag} `)) continue;
      if (!value.startsWith(`${tag} OK`)) throw new Error(value);
      return said;
    }
  };
  await say('a', `LOGIN "${person.email}" "${person.password}"`);
  const answer = await say('b', command);
  socket.destroy();
  return answer;
}
