/** Message trace: where a message went and why, found by address, Message-ID, subject, date or status; and the whole story of one. */
import { z } from 'zod';
import {
  getAccount,
  listMailboxes,
  readTrace,
  searchTraces,
  traceStatuses,
  type DeliveryEvent,
  type Trace,
  type TraceStatus,
} from '#server/store/index.ts';
import { wrong } from './problem.ts';
import { checked, failure, type AdminResult } from './result.ts';

const words = z.string().trim().max(1000).optional();
const time = (which: 'since' | 'until') =>
  z
    .union([z.date(), z.string().trim()])
    .optional()
    .transform((given) => (given === undefined || given === '' ? undefined : new Date(given)))
    .refine((date) => date === undefined || !Number.isNaN(date.getTime()), wrong('notADate', { which }));
const traceQuery = z.object({
  text: words,
  address: words,
  messageId: words,
  since: time('since'),
  until: time('until'),
  status: z.union([z.enum(traceStatuses), z.literal('')], { error: wrong('traceStatus', { known: traceStatuses.join(', ') }) }).optional(),
  limit: z.coerce.number().int().min(1).max(1000).optional(),
  /** `traceNo` of the last one of the page before. */
  before: z.coerce.number().int().optional(),
});
export type TraceQuery = z.input<typeof traceQuery>;

export interface TraceRow {
  traceNo: number;
  traceId: string;
  at: Date;
  /** When the status last changed. */
  changedAt: Date;
  source: Trace['source'];
  /** `<>` is the null sender. */
  from: string;
  to: string;
  subject: string;
  messageId: string | null;
  size: number;
  remote: string | null;
  status: TraceStatus;
  reply: string | null;
  queueId: number | null;
}

/** One row for each recipient, latest first. */
export async function findTraces(input: TraceQuery): Promise<AdminResult<TraceRow[]>> {
  const given = checked(traceQuery, input);
  if (!given.ok) return given;
  const present = Object.fromEntries(Object.entries(given.value).filter(([, value]) => value !== undefined && value !== ''));
  return { ok: true, value: (await searchTraces(present)).map(rowOf) };
}

export interface TraceEvent {
  at: Date;
  type: string;
  /** The account in whose timeline it stands. */
  account: string | null;
  /** By name, where it went into one. */
  mailbox: string | null;
  detail: DeliveryEvent['detail'];
}
export interface TraceStory {
  traceId: string;
  recipients: TraceRow[];
  events: TraceEvent[];
}

export async function traceStory(traceId: string): Promise<AdminResult<TraceStory>> {
  const { recipients, events } = await readTrace(traceId);
  if (recipients.length + events.length === 0) return failure('notFound', 'traceUnknown');
  const accounts = new Map<number, { email: string; mailboxes: Map<number, string> }>();
  for (const accountId of new Set(events.flatMap((event) => event.accountId ?? []))) {
    const account = await getAccount(accountId);
    const mailboxes = await listMailboxes(accountId);
    if (account) accounts.set(accountId, { email: account.email, mailboxes: new Map(mailboxes.map((one) => [one.mailboxId, one.name])) });
  }
  const steps = events.map(({ at, type, accountId, detail }): TraceEvent => {
    const account = accountId === null ? undefined : accounts.get(accountId);
    const mailbox = typeof detail.mailboxId === 'number' ? (account?.mailboxes.get(detail.mailboxId) ?? null) : null;
    return { at, type, account: account?.email ?? null, mailbox, detail };
  });
  return { ok: true, value: { traceId, recipients: recipients.map(rowOf), events: steps.filter((step) => !isToldTwice(step, steps)) } };
}

/**
 * Mail between people here stands in the timelines of both, and what came for several in that of each; in one story each step stands once,
 * as who got it has it.
 */
function isToldTwice(step: TraceEvent, steps: TraceEvent[]): boolean {
  const { type, mailbox, detail } = step;
  if (type === 'received' && detail.protocol === 'submission' && steps.some((other) => other.type === 'submitted')) return true;
  if (type === 'received' || type === 'authenticated') {
    const same = JSON.stringify(detail);
    return steps.slice(0, steps.indexOf(step)).some((other) => other.type === type && JSON.stringify(other.detail) === same);
  }
  if (type !== 'delivered' || mailbox !== null) return false;
  return steps.some((other) => other.type === 'delivered' && other.mailbox !== null && other.detail.rcpt === detail.rcpt);
}

const rowOf = ({ mailFrom, rcpt, ...trace }: Trace): TraceRow => ({
  ...{ traceNo: trace.traceNo, traceId: trace.traceId, at: trace.at, changedAt: trace.changedAt, source: trace.source },
  ...{ from: mailFrom || '<>', to: rcpt, subject: trace.subject, messageId: trace.messageId, size: trace.size },
  ...{ remote: trace.remote, status: trace.status, reply: trace.reply, queueId: trace.queueId },
});
