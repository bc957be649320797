/** What tests with several machines need of the world around them: another mail server, killing, and counting. */
import net from 'node:net';

/** The launcher first, so that it starts nothing again; what has ended by itself meanwhile is dead too. */
export function killAll(pids: number[]): void {
  for (const pid of pids)
    try {
      process.kill(pid, 'SIGKILL');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
}

/** Another server: it takes everything, and remembers the subjects. */
export async function startElsewhere(port: number, host = '127.0.0.1'): Promise<{ subjects: string[]; stop: () => void }> {
  const subjects: string[] = [];
  const server = net.createServer((socket) => take(socket, subjects));
  await new Promise<void>((listening) => server.listen(port, host, listening));
  return { subjects, stop: () => void server.close() };
}

function take(socket: net.Socket, subjects: string[]): void {
  let data = false;
  let text = '';
  socket.on('error', () => undefined);
  socket.write('220 elsewhere.example\r\n');
  socket.on('data', (piece) => {
    text += piece.toString('latin1');
    for (let end = text.indexOf('\r\n'); end >= 0; end = text.indexOf('\r\n')) {
      const line = text.slice(0, end);
      text = text.slice(end + 2);
      if (data) {
        const subject = /^Subject: (.*)/.exec(line)?.[1];
        if (subject) subjects.push(subject);
        if (line !== '.') continue;
        data = false;
        socket.write('250 taken\r\n');
      } else if (/^DATA/i.test(line)) {
        data = true;
        socket.write('354 go on\r\n');
      } else socket.write(/^QUIT/i.test(line) ? '221 bye\r\n' : '250 fine\r\n');
    }
  });
}

/** What of `all` is not in `of`, each occurrence counted. */
export function missing(all: string[], of: string[]): string[] {
  const left = [...of];
  return all.filter((one) => {
    const at = left.indexOf(one);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}
