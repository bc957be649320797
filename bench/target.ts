/** A server under measurement: where its listeners are and who has an account there. */
export interface Target {
  name: string;
  smtp: { host: string; port: number };
  imap: { host: string; port: number };
  /** Base address of HTTP, where there is JMAP. */
  jmap?: string;
  /** Its database, where its store can be called from here. */
  store?: string;
  /** Address of user number n, from 1. */
  user: (number: number) => string;
  password: string;
}

/** `smtp=host:port,imap=host:port,users=u%@example.test,password=secret` */
export function parsePeer(text: string): Target {
  const parts = new Map(text.split(',').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const));
  const endpoint = (name: string) => {
    const [host, port] = (parts.get(name) ?? '').split(':');
    if (!host || !port) throw new Error(`--peer needs ${name}=host:port`);
    return { host, port: Number(port) };
  };
  const users = parts.get('users') ?? 'u%@example.test';
  return {
    name: parts.get('name') ?? 'peer',
    smtp: endpoint('smtp'),
    imap: endpoint('imap'),
    user: (number) => users.replace('%', String(number)),
    password: parts.get('password') ?? 'secret',
  };
}
