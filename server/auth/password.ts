/** Passwords as argon2id (RFC 9106) strings in the PHC format. */
import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

const derive = promisify(argon2);
// RFC 9106 §4's second recommendation in kind, with OWASP's memory: 19 MiB, two passes.
const cost = { memory: 19_456, passes: 2, parallelism: 1, tagLength: 32 };

export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  const tag = await tagOf(password, salt, cost);
  return `$argon2id$v=19$m=${cost.memory},t=${cost.passes},p=${cost.parallelism}$${base64(salt)}$${base64(tag)}`;
}

/** False for a wrong password and for a stored string that is not ours. */
export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const match = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(stored);
  if (!match) return false;
  const expected = Buffer.from(match[5] ?? '', 'base64');
  const own = { memory: Number(match[1]), passes: Number(match[2]), parallelism: Number(match[3]), tagLength: expected.length };
  const tag = await tagOf(password, Buffer.from(match[4] ?? '', 'base64'), own);
  return tag.length === expected.length && timingSafeEqual(tag, expected);
}

function tagOf(password: string, nonce: Buffer, own: typeof cost): Promise<Buffer> {
  return derive('argon2id', { message: Buffer.from(password.normalize('NFC')), nonce, ...own }) as Promise<Buffer>;
}

const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '');
