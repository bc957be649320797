/** What DMARC found, counted by day: a row is told apart by the hash of its details. Counts are collected and written together. */
import { createHash } from 'node:crypto';
import type { DmarcDetail } from '#lib/reports/dmarc-report.ts';
import { rows } from '../database.ts';
import { storable } from '../storable.ts';

export interface DmarcFinding {
  at: Date;
  policyDomain: string;
  /** The policy as published. */
  record: string;
  detail: DmarcDetail;
}
export interface DmarcResultRow {
  policyDomain: string;
  record: string;
  detail: DmarcDetail;
  messages: number;
}

const flushMs = 500;
let waiting = new Map<string, DmarcFinding & { messages: number }>();
let timer: NodeJS.Timeout | undefined;

/** A crash may lose the last counts, never mail. */
export function noteDmarc(finding: DmarcFinding): void {
  const key = JSON.stringify([dayOf(finding.at), finding.policyDomain, finding.detail]);
  const known = waiting.get(key);
  waiting.set(key, { ...finding, messages: (known?.messages ?? 0) + 1 });
  timer ??= setTimeout(() => {
    flushDmarc().catch(() => undefined);
  }, flushMs).unref();
}

/** Writes what is waiting; at the end of a process, and in tests. */
export async function flushDmarc(): Promise<void> {
  clearTimeout(timer);
  timer = undefined;
  const batch = [...waiting.values()];
  waiting = new Map();
  if (batch.length === 0) return;
  const details = batch.map(({ detail }) => storable(JSON.stringify(detail).replaceAll('\\u0000', '\\ufffd')));
  const columns = [
    ...[batch.map(({ at }) => dayOf(at)), batch.map(({ policyDomain }) => storable(policyDomain))],
    ...[details.map((detail) => createHash('sha256').update(detail).digest()), batch.map(({ record }) => storable(record).slice(0, 2000))],
    ...[details, batch.map(({ messages }) => messages)],
  ];
  await rows(
    `insert into dmarc_result as r (day, policy_domain, key, record, detail, messages)
     select * from unnest($1::date[], $2::text[], $3::bytea[], $4::text[], $5::jsonb[], $6::int[]) u (day, domain, key, record, detail, n)
     order by day, domain, key
     on conflict (day, policy_domain, key)
       do update set messages = r.messages + excluded.messages, record = excluded.record, changed_at = now()`,
    columns,
  );
}

const dayOf = (at: Date): string => at.toISOString().slice(0, 10);

/** Policy domains with results of that day (`2026-11-21`, UTC) for which no report was made. */
export async function dmarcDomainsToReport(day: string): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    `select distinct policy_domain as domain from dmarc_result r where day = $1::date and not exists (
       select from report_sent s where s.kind = 'dmarc' and s.domain = r.policy_domain and s.day = r.day) order by 1`,
    [day],
  );
  return found.map(({ domain }) => domain);
}

/** The latest first: its record is the policy that the report shows. */
export function listDmarcResults(day: string, policyDomain: string, limit: number): Promise<DmarcResultRow[]> {
  return rows(
    `select policy_domain as "policyDomain", record, detail, messages from dmarc_result
     where day = $1::date and policy_domain = $2 order by changed_at desc, key limit $3`,
    [day, policyDomain, limit],
  );
}
