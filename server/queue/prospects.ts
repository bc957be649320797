/** What is known before an attempt: the administrator's rule for the domain, whether it is alive, and who is not to be written to. */
import { readSchedule, type RetrySchedule } from '#lib/smtp/retry-schedule.ts';
import { config, readRoute, type SmtpRoute } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import {
  noteAnswer,
  noteHeldBack,
  noteSilence,
  suppress,
  type ClaimedRecipient,
  type Prospect,
  type QueueRule,
} from '#server/store/index.ts';
import type { Host } from './route.ts';
import type { Verdict } from './settle.ts';

export const startConnections = 5;
export const mostConnections = 20;
const firstDeadMs = 60_000;
const longestDeadMs = 15 * 60_000;

/** RFC 3463 §3.2: no such mailbox, no such mailbox any more, moved. */
const hard = new Set(['5.1.1', '5.1.6', '5.2.1']);

export const scheduleOf = (rule: QueueRule | null): RetrySchedule | null => (rule?.schedule ? readSchedule(rule.schedule) : null);

export const routeOf = ({ route }: ClaimedRecipient, rule: QueueRule | null): SmtpRoute | null => {
  const text = route ?? rule?.route ?? null;
  return text === null ? null : readRoute(text);
};

/** A rule demands more than the domain itself does, never less. */
export function withDemand(host: Host, rule: QueueRule | null): Host {
  if (host.tls.kind === 'dane' || host.tls.kind === 'verified') return host;
  if (rule?.tls === 'verified') return { ...host, tls: { kind: 'verified' } };
  return rule?.tls === 'encrypted' ? { ...host, tls: { kind: 'encrypted' } } : host;
}

/** Those that are not sent to, with the words for the sender. */
export async function heldBack(recipients: ClaimedRecipient[], { suppressed }: Prospect): Promise<Verdict[]> {
  if (suppressed.length === 0) return [];
  const known = new Map(suppressed.map((one) => [one.address, one]));
  const verdicts = recipients.flatMap((recipient): Verdict[] => {
    const one = known.get(recipient.rcpt.toLowerCase());
    if (!one) return [];
    const day = (date: Date) => date.toISOString().slice(0, 10);
    const text = `Not sent: on ${day(one.at)} its server said "${one.code} ${one.status} ${one.reply}". Until ${day(one.expiresAt)} nothing is sent to that address, unless an administrator takes it off the list`;
    return [{ recipient, code: 550, status: one.status, text, host: null, tls: null }];
  });
  await noteHeldBack(verdicts.map(({ recipient }) => recipient.rcpt.toLowerCase()));
  return verdicts;
}

/** After an attempt. What is only remembered is no reason to fail. */
export async function remember(
  domain: string,
  outcome: { answered: boolean | null; text: string; connections: number; verdicts: Verdict[] },
  { destination }: Prospect,
  now: Date,
): Promise<void> {
  const { answered, text, connections, verdicts } = outcome;
  try {
    const isNews = !destination || destination.failures > 0 || destination.connections !== connections;
    if (answered && isNews) await noteAnswer(domain, connections, now);
    if (answered === false) await noteSilence(domain, { connections, text, now, firstMs: firstDeadMs, longestMs: longestDeadMs });
    const { suppressionDays } = config();
    if (suppressionDays === 0) return;
    const expiresAt = new Date(now.getTime() + suppressionDays * 86_400_000);
    for (const { recipient, code, status, text: reply, host } of verdicts)
      if (host && code >= 500 && hard.has(status))
        await suppress({ address: recipient.rcpt, at: now, expiresAt, code, status, reply, host });
  } catch (error) {
    log.warn('queue: what a destination said was not remembered', { domain, reason: reasonOf(error) });
  }
}
