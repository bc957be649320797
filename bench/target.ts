/** A server under measurement: where its listeners are and who has an account there. */
export interface Target {
  name: string;
  smtp: { host: string; port: number };
  imap: { host: string; port: number };
  /** Base address of HTTP, where there is JMAP. */
  jmap?: string;
  /** Its database, where its store can be called from here. */
  store?: string;
  /** Its first processes: what they and all below them use is counted. */
  roots?: number[];
  /** Where mail is handed in that it sends on to relay.test, which is a server of the bench on that port. */
  relay?: { submission: { host: string; port: number }; sinkPort: number; login: boolean };
  /** Address of user number n, from 1. */
  user: (number: number) => string;
  password: string;
}

/** `smtp=host:port,imap=host:port,users=u%@example.test,password=secret[,pids=1+2][,submission=host:port,sink=port]` */
export function parsePeer(text: string): Target {
  const parts = new Map(text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const));
  const endpoint = (name: string) => {
    const [host, port] = (parts.get(name) ?? '').split(':');
    if (!host || !port) throw new Error(`--peer needs ${name}=host:port`);
    return { host, port: Number(port) };
  };
  const users = parts.get('users') ?? 'u%@example.test';
  const roots = parts.get('pids')?.split('+').map(Number);
  const sinkPort = Number(parts.get('sink') ?? 0);
  return {
    name: parts.get('name') ?? 'peer',
    smtp: endpoint('smtp'),
    imap: endpoint('imap'),
    ...(roots ? { roots } : {}),
    ...(sinkPort ? { relay: { submission: endpoint('submission'), sinkPort, login: parts.get('login') === 'yes' } } : {}),
    user: (number) => users.replace('%', String(number)),
    password: parts.get('password') ?? 'secret',
  };
}
