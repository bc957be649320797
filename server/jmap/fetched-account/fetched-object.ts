/** FetchedAccount objects, ours: accounts elsewhere whose mail is fetched into a mailbox here. The password goes in and never comes out. */
import { z } from 'zod';
import { fetchedWireId, mailboxWireId } from '#lib/ids.ts';
import type { FetchedAccount, FetchedFolder, FetchProblem } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { shaped } from '../errors.ts';
import { idOrReference } from '../shapes.ts';

export interface JmapFetchedAccount {
  id: string;
  protocol: 'imap' | 'pop3';
  host: string;
  port: number;
  security: 'tls' | 'starttls';
  login: string;
  folder: string;
  mailboxId: string;
  leaveOnServer: boolean;
  isEnabled: boolean;
  everyMinutes: number;
  isRunning: boolean;
  lastAt: string | null;
  nextAt: string;
  problem: FetchProblem | null;
  fetched: number;
  /** Of a whole account (folder `*`), one for each of its folders; null otherwise. */
  report: FolderReport[] | null;
}
export interface FolderReport extends Omit<FetchedFolder, 'uidvalidity' | 'next' | 'done' | 'digest'> {
  sha256: string;
  isDone: boolean;
}
export const fetchedProperties = [
  ...['id', 'protocol', 'host', 'port', 'security', 'login', 'folder', 'mailboxId', 'leaveOnServer', 'isEnabled', 'everyMinutes'],
  ...['isRunning', 'lastAt', 'nextAt', 'problem', 'fetched', 'report'],
];

export function toJmapFetched(accountId: number, one: FetchedAccount, folders: FetchedFolder[] = []): JmapFetchedAccount {
  const { protocol, host, port, security, login, folder, everyMinutes, isRunning, problem, fetched } = one;
  return {
    id: fetchedWireId(accountId, one.fetchId),
    ...{ protocol, host, port, security, login, folder },
    mailboxId: mailboxWireId(accountId, one.mailboxId),
    leaveOnServer: one.leave,
    isEnabled: one.enabled,
    ...{ everyMinutes, isRunning, problem, fetched },
    lastAt: one.lastAt && toUtcDate(one.lastAt),
    nextAt: toUtcDate(one.nextAt),
    report:
      folder === '*'
        ? folders.map(({ uidvalidity: _uidvalidity, next: _next, done, digest, ...rest }) => ({ ...rest, sha256: digest, isDone: done }))
        : null,
  };
}

const line = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]+$/u);
const writable = z.strictObject({
  protocol: z.enum(['imap', 'pop3']).optional(),
  // A name or an address; which of them may be connected to is looked at when it is.
  host: line(253)
    .regex(/^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|[0-9a-f:]+)$/i)
    .transform((host) => host.toLowerCase())
    .optional(),
  port: z.number().int().min(1).max(65_535).optional(),
  security: z.enum(['tls', 'starttls']).optional(),
  login: line(320).optional(),
  password: line(1000).optional(),
  folder: line(500).optional(),
  mailboxId: idOrReference.optional(),
  leaveOnServer: z.boolean().optional(),
  isEnabled: z.boolean().optional(),
  everyMinutes: z.number().int().min(5).max(1440).optional(),
  /** Not kept: it is fetched at once. */
  fetchNow: z.literal(true).optional(),
});
export type FetchedPatch = z.output<typeof writable>;

/** Throws invalidProperties with the names of all that are wrong. */
export const readFetchedPatch = (given: Record<string, unknown>): FetchedPatch => shaped(writable, given);
