/** What is remembered of the domains that mail goes to: how much they take at once, and which of them do not answer. */
import { hotRows, rows } from '../database.ts';
import { storable } from '../storable.ts';
import { together } from '../together.ts';
import type { QueueRule } from './queue-rules.ts';

export interface Destination {
  domain: string;
  connections: number;
  failures: number;
  failingSince: Date | null;
  deadUntil: Date | null;
  lastText: string | null;
  lastAt: Date;
}
export interface DestinationEntry extends Destination {
  /** Recipients in the queue. */
  waiting: number;
  /** Of them, those that a worker has in hand. */
  sending: number;
  /** When the first of the others is due; null: all are held or in hand. */
  nextAt: Date | null;
}
export interface Prospect {
  destination: Destination | null;
  rule: QueueRule | null;
  suppressed: { address: string; at: Date; expiresAt: Date; code: number; status: string; reply: string }[];
}

interface Question {
  domain: string;
  addresses: string[];
  now: Date;
}
/** As JSON has it. */
type Raw<T> = { [name in keyof T]: T[name] extends Date ? string : T[name] extends Date | null ? string | null : T[name] };
interface Known {
  destinations: Raw<Destination>[] | null;
  rules: QueueRule[] | null;
  suppressed: Raw<Prospect['suppressed'][number]>[] | null;
}

/** All that is known before an attempt. Attempts that begin at the same time ask together. */
export function lookAhead(domain: string, addresses: string[], now: Date): Promise<Prospect> {
  return look({ domain, addresses: addresses.map((address) => address.toLowerCase()), now });
}

const look = together(async (questions: Question[]): Promise<Prospect[]> => {
  const domains = [...new Set(questions.map(({ domain }) => domain))];
  const [known] = await hotRows<Known>(knownText, [
    domains,
    [...new Set(domains.flatMap(rulesFor))],
    [...new Set(questions.flatMap(({ addresses }) => addresses))],
  ]);
  const { destinations, rules, suppressed } = known ?? { destinations: null, rules: null, suppressed: null };
  const destinationOf = new Map((destinations ?? []).map((one) => [one.domain, withDates(one)]));
  const ruleOf = new Map((rules ?? []).map((rule) => [rule.domain, rule]));
  const suppressedOf = new Map((suppressed ?? []).map((one) => [one.address, suppressedFrom(one)]));
  return questions.map(({ domain, addresses, now }) => ({
    destination: destinationOf.get(domain) ?? null,
    rule: rulesFor(domain).flatMap((name) => ruleOf.get(name) ?? [])[0] ?? null,
    suppressed: [...new Set(addresses)].flatMap((address) => {
      const one = suppressedOf.get(address);
      return one && one.expiresAt > now ? [one] : [];
    }),
  }));
});

const knownText = `select
    (select jsonb_agg(d) from (select domain, connections, failures, failing_since as "failingSince", dead_until as "deadUntil",
       last_text as "lastText", last_at as "lastAt" from destination where domain = any($1)) d) as destinations,
    (select jsonb_agg(q) from (select domain, schedule, connections, route, tls from queue_rule where domain = any($2)) q) as rules,
    (select jsonb_agg(s) from (select address, at, expires_at as "expiresAt", code, status, reply from suppression
       where address = any($3)) s) as suppressed`;

function withDates({ failingSince, deadUntil, lastAt, ...rest }: Raw<Destination>): Destination {
  const date = (text: string | null) => (text === null ? null : new Date(text));
  return { ...rest, failingSince: date(failingSince), deadUntil: date(deadUntil), lastAt: new Date(lastAt) };
}

const suppressedFrom = ({ at, expiresAt, ...rest }: Raw<Prospect['suppressed'][number]>) => ({
  ...rest,
  ...{ at: new Date(at), expiresAt: new Date(expiresAt) },
});

/** The most exact first. */
function rulesFor(domain: string): string[] {
  const labels = domain.split('.');
  return [domain, ...labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`), '*'];
}

/** It answered: what it takes at once is remembered, a time of failing is over. */
export async function noteAnswer(domain: string, connections: number, now: Date): Promise<void> {
  await rows(
    `insert into destination (domain, connections, last_at) values ($1, $2, $3)
     on conflict (domain) do update set connections = $2, failures = 0, failing_since = null, dead_until = null, last_text = null, last_at = $3`,
    [domain, connections, now],
  );
}

/** Nobody answered. From the second time in a row on it is left alone for a while, ever longer: at most `longestMs`. */
export async function noteSilence(
  domain: string,
  { connections, text, now, firstMs, longestMs }: { connections: number; text: string; now: Date; firstMs: number; longestMs: number },
): Promise<void> {
  await rows(
    `insert into destination as d (domain, connections, failures, failing_since, last_text, last_at) values ($1, $2, 1, $3, $4, $3)
     on conflict (domain) do update set connections = $2, failures = d.failures + 1, failing_since = coalesce(d.failing_since, $3),
       dead_until = $3::timestamptz + least($5 * power(2, least(d.failures - 1, 20)), $6) * interval '1 millisecond', last_text = $4, last_at = $3`,
    [domain, connections, now, storable(text).slice(0, 1000), firstMs, longestMs],
  );
}

/** Those that mail waits for, or that are failing. */
export function listDestinations(): Promise<DestinationEntry[]> {
  return rows(
    `select coalesce(d.domain, w.domain) as domain, coalesce(d.connections, 0) as connections, coalesce(d.failures, 0) as failures,
       d.failing_since as "failingSince", d.dead_until as "deadUntil", d.last_text as "lastText", d.last_at as "lastAt",
       coalesce(w.waiting, 0)::int as waiting, coalesce(w.sending, 0)::int as sending, w.next_at as "nextAt"
     from destination d full join (
       select domain, count(*) as waiting, count(lease_owner) as sending,
         min(next_at) filter (where state = 0 and lease_owner is null) as next_at
       from queue_rcpt where state in (0, 3) group by domain) w using (domain)
     where w.waiting > 0 or d.failures > 0 order by waiting desc, domain`,
  );
}

/** Tries it again at once. */
export async function reviveDestination(domain: string, now = new Date()): Promise<boolean> {
  const known = await rows('update destination set dead_until = null where domain = $1 returning 1', [domain]);
  const due = await rows(
    'update queue_rcpt set next_at = $2 where domain = $1 and state = 0 and lease_owner is null and next_at > $2 returning 1',
    [domain, now],
  );
  return known.length + due.length > 0;
}

/** Of what has answered, nothing needs to be known for ever. */
export async function forgetDestinations(before: Date): Promise<number> {
  return (await rows('delete from destination where last_at < $1 returning 1', [before])).length;
}
