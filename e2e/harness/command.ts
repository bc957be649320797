/** `posthorn …` beside one of the journeys' servers, as its administrator would type it. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const root = path.join(import.meta.dirname, '../..');

export const posthorn = (domain: 'crepes.fr' | 'hamburger.edu', ...args: string[]): Promise<string> =>
  posthornAt({ DATA_DIR: path.join(process.env.E2E_DATA_DIR ?? '', domain), MAIL_HOSTNAME: domain, MAIL_DOMAIN: domain }, ...args);

/** Beside a server that was started with these settings. */
export async function posthornAt(settings: Record<string, string>, ...args: string[]): Promise<string> {
  const env = { ...process.env, ...settings };
  return (await promisify(execFile)('node', ['bin/posthorn.js', ...args], { cwd: root, env, maxBuffer: 1e8 })).stdout;
}
