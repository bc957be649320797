/** Looks at the conditions and tells the administrators by mail: once when something begins, once a day while it lasts, once when it is over. */
import { statfs } from 'node:fs/promises';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { startRounds } from '#server/log/rounds.ts';
import { exclusively, getServerState, listAccounts, setServerState } from '#server/store/index.ts';
import { sendLetter } from '../letter.ts';
import { alertKinds, conditions, type AlertContext, type AlertKind } from './conditions.ts';

export interface OpenAlert {
  text: string;
  /** Instants, ISO 8601. */
  since: string;
  toldAt: string;
}
export type OpenAlerts = Partial<Record<AlertKind, OpenAlert>>;

const stateKey = 'alerts';
const tellAgainMs = 24 * 3_600_000;

export const openAlerts = async (): Promise<OpenAlerts> => (await getServerState<OpenAlerts>(stateKey)) ?? {};

/** One look. Returns what is open afterwards. */
export async function lookForAlerts(context: AlertContext): Promise<OpenAlerts> {
  const before = await openAlerts();
  const after: OpenAlerts = {};
  const lines: string[] = [];
  const at = context.now.toISOString();
  for (const kind of alertKinds) {
    const text = await conditions[kind](context).catch((error: unknown) => {
      log.warn('alerts: a condition could not be looked at', { kind, reason: reasonOf(error) });
      return before[kind]?.text ?? null;
    });
    const known = before[kind];
    if (text === null) {
      if (known) lines.push(`It is over, since ${at}: ${known.text}`);
      continue;
    }
    const due = !known || context.now.getTime() - Date.parse(known.toldAt) >= tellAgainMs;
    if (due) lines.push(text);
    after[kind] = { text, since: known?.since ?? at, toldAt: due ? at : known.toldAt };
  }
  if (lines.length > 0) await tellAdministrators(lines, context.now);
  if (JSON.stringify(after) !== JSON.stringify(before)) await setServerState(stateKey, after);
  return after;
}

async function tellAdministrators(lines: string[], now: Date): Promise<void> {
  const accounts = (await listAccounts()).filter(({ isAdmin, disabledAt }) => isAdmin && !disabledAt);
  if (accounts.length === 0) return;
  const { hostname } = config();
  const subject = lines.length === 1 && (lines[0]?.length ?? 99) < 70 ? lines[0] : `${lines.length} things about this server`;
  const done = await sendLetter(accounts, `${hostname}: ${subject ?? ''}`, lines, now);
  if (!done.ok) log.warn('alerts: the administrators could not be told', { reason: done.reason });
}

/** `failedLogIns` counts all since the start. Returns what stops it. */
export function startAlerts(failedLogIns: () => Promise<number>, everyMs = 5 * 60_000): () => Promise<void> {
  let before = 0;
  return startRounds({ everyMs, complaint: 'alerts: not looked' }, async () => {
    const all = await failedLogIns();
    const since = Math.max(0, all - before);
    before = all;
    const { bavail, blocks, bsize } = await statfs(config().dataDir);
    const disk = { free: bavail * bsize, total: blocks * bsize };
    await exclusively('alerts', () => lookForAlerts({ now: new Date(), failedLogIns: since, disk }));
  });
}
