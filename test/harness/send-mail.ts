/** One message by SMTP to a listener of the test; the whole dialogue comes back. */
import { once } from 'node:events';
import net from 'node:net';

export async function sendMail(
  port: number,
  envelope: { from: string; to: string[]; helo?: string; host?: string },
  letter: string | Buffer,
): Promise<string> {
  const { from, to, helo = 'mail.example', host = '127.0.0.1' } = envelope;
  const socket = net.connect(port, host);
  let text = '';
  socket.on('data', (chunk) => (text += String(chunk)));
  const closed = once(socket, 'close');
  socket.write(`EHLO ${helo}\r\nMAIL FROM:<${from}>\r\n${to.map((one) => `RCPT TO:<${one}>\r\n`).join('')}DATA\r\n`);
  socket.write(letter);
  socket.write('.\r\nQUIT\r\n');
  await closed;
  return text;
}
