/** By POP3 (RFC 1939): what the server has and was not taken before, by its unique ids. */
import { config } from '#server/config/config.ts';
import { knownUids, noteFetched, type DueFetch } from '#server/store/index.ts';
import { FetchFailed } from './fetch-failed.ts';
import { longestGo, mostInOneGo } from './one-go.ts';
import { Pop3Connection } from './pop3-connection.ts';
import { takeMessage } from './take-message.ts';

export interface Pop3Result {
  more: boolean;
  /** All unique ids that the server has. */
  present: string[];
}

export async function fetchByPop3(due: DueFetch, password: string, address: string, signal: AbortSignal): Promise<Pop3Result> {
  const secure = due.security === 'tls';
  const connection = await Pop3Connection.open({ address, host: due.host, port: due.port, secure, signal });
  try {
    if (!secure) await connection.startTls(); // never without: a password is not said in the clear
    if (/[\r\n\0]/.test(due.login + password)) throw new FetchFailed('login', 'The name or password holds a line end.');
    await connection.command(`USER ${due.login}`, 'login');
    await connection.command(`PASS ${password}`, 'login');
    const result = await readAll(connection, due);
    await connection.quit();
    return result;
  } finally {
    connection.destroy();
  }
}

async function readAll(connection: Pop3Connection, due: DueFetch): Promise<Pop3Result> {
  const end = Date.now() + longestGo;
  const known = await knownUids(due);
  const pairs = (lines: string[]) =>
    lines.map((line) => line.split(' ')).map(([number = '', value = '']): [string, string] => [number, value]);
  const sizes = new Map(pairs(await connection.lines('LIST')));
  const all = pairs(await connection.lines('UIDL'));
  const wanted = all.filter(([, uid]) => uid !== '' && !known.has(uid));
  const most = config().maxMessageSize;
  let done = 0;
  for (const [number, uid] of wanted.slice(0, mostInOneGo)) {
    if (Date.now() > end) break;
    const fits = Number(sizes.get(number) ?? 0) <= most;
    const bytes = fits ? await connection.octets(`RETR ${number}`, most * 2) : null;
    const isNew = bytes && !(await takeMessage(due, { bytes, flags: 0, keywords: null, receivedAt: null })).already;
    await noteFetched(due, { count: isNew ? 1 : 0, uids: [uid] });
    done++;
    if (!due.leave && fits) await connection.command(`DELE ${number}`);
  }
  // What was taken before it was chosen to be taken away, or before a QUIT that never came.
  if (!due.leave)
    for (const [number, uid] of all)
      if (known.has(uid) && Number(sizes.get(number) ?? 0) <= most) await connection.command(`DELE ${number}`);
  return { more: wanted.length > done, present: all.map(([, uid]) => uid) };
}
