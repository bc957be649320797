/** Runs the active script of an account over one message, with all that it may know. */
import { checkScript } from '#lib/sieve/check/check.ts';
import { seenKey, type SieveEnvironment } from '#lib/sieve/run/environment.ts';
import type { SieveMessage } from '#lib/sieve/run/message.ts';
import { runScript, type SieveResult } from '#lib/sieve/run/run-script.ts';
import { readSettings } from '#lib/settings/account-settings.ts';
import { config } from '#server/config/config.ts';
import { getAccount, isRemembered, listScripts, memoryId, type StoredScript } from '#server/store/index.ts';
import { namedMailboxes, type NamedMailbox } from './mailboxes.ts';

export interface AccountRun {
  accountId: number;
  script: StoredScript;
  /** The whole message, trace lines included. */
  message: SieveMessage;
  envelopeFrom: string;
  /** As the sender wrote it; null: the account's own address. */
  envelopeTo: string | null;
  now: Date;
}
export interface AccountResult {
  result: Exclude<SieveResult, { kind: 'asks' }>;
  mailboxes: NamedMailbox[];
  email: string;
  display: string;
}

/** More questions than that are no longer about duplicates. */
const mostQuestions = 20;

export async function runForAccount({ accountId, script, message, envelopeFrom, envelopeTo, now }: AccountRun): Promise<AccountResult> {
  const account = await getAccount(accountId);
  const mailboxes = await namedMailboxes(accountId);
  const checked = checkScript(script.content.toString('utf8'));
  const email = account?.email ?? '';
  const of = { mailboxes, email, display: account?.display ?? '' };
  if (!checked.ok) return { ...of, result: { kind: 'failed', error: checked.error } };
  const { timeZone } = readSettings(account?.settings ?? {});
  const scripts = checked.program.requires.has('include') ? await listScripts(accountId) : [];
  const { hostname, domain } = config();
  const seen = new Map<string, boolean>();
  const environment: SieveEnvironment = {
    ...{ now, envelopeFrom, mailboxes, seen, hostname, domain, remoteAddress: null },
    zoneAt: (at) => offsetOf(timeZone, at),
    envelopeTo: envelopeTo ?? email,
    scripts: new Map(scripts.map(({ name, content }) => [name, content.toString('utf8')])),
  };
  for (let questions = 0; questions <= mostQuestions; questions++) {
    const result = runScript(checked.program, script.name, message, environment);
    if (result.kind !== 'asks') return { ...of, result };
    seen.set(seenKey(result.handle, result.id), await isRemembered(accountId, duplicateKey(result.handle, result.id), now));
  }
  return {
    ...of,
    result: { kind: 'failed', error: { line: 0, message: `More than ${mostQuestions} tests of duplicates for one message.` } },
  };
}

export const duplicateKey = (handle: string, id: string): Buffer => memoryId('duplicate', handle, id);

/** Minutes east of Greenwich. A zone that the browser decides is UTC here. */
function offsetOf(timeZone: string, at: Date): number {
  if (timeZone === 'auto') return 0;
  const name = new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(at)
    .find(({ type }) => type === 'timeZoneName')?.value;
  const match = /GMT([+-])(\d{2}):(\d{2})/.exec(name ?? '');
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}
