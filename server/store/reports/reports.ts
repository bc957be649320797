/** Reports about mail between servers (DMARC, TLS): those that went out, and those that others sent. */
import type pg from 'pg';
import { rows } from '../database.ts';
import { storable } from '../storable.ts';

export type ReportKind = 'dmarc' | 'tls';
export interface SentReport {
  kind: ReportKind;
  domain: string;
  /** `2026-11-21`, UTC. */
  day: string;
  reportId: string;
  /** Nobody: it was not wanted. */
  recipients: string[];
}

/** In the caller's transaction. False when it was made already. */
export async function noteReportSent(
  client: pg.ClientBase | pg.Pool,
  { kind, domain, day, reportId, recipients }: SentReport,
): Promise<boolean> {
  const { rowCount } = await client.query(
    'insert into report_sent (kind, domain, day, report_id, recipients) values ($1, $2, $3::date, $4, $5) on conflict do nothing',
    [kind, domain, day, reportId, recipients],
  );
  return rowCount === 1;
}

export async function tlsDomainsToReport(day: string): Promise<string[]> {
  const found = await rows<{ domain: string }>(
    `select distinct domain from tls_result r where day = $1::date and not exists (
       select from report_sent s where s.kind = 'tls' and s.domain = r.domain and s.day = r.day) order by 1`,
    [day],
  );
  return found.map(({ domain }) => domain);
}

export function listSentReports(limit = 100): Promise<(SentReport & { at: Date })[]> {
  return rows(
    `select kind, domain, day::text, report_id as "reportId", recipients, at from report_sent
     where recipients <> '{}' order by at desc, kind, domain limit $1`,
    [limit],
  );
}

export interface NewReport {
  kind: ReportKind;
  /** A domain of ours. */
  domain: string;
  org: string;
  reportId: string;
  /** Who sent it; `verified`: DMARC says so. */
  sender: string;
  verified: boolean;
  beginsAt: Date;
  endsAt: Date;
  /** Messages, or sessions. */
  passed: number;
  failed: number;
  body: object;
}
export interface ReceivedReport extends NewReport {
  reportNo: number;
  receivedAt: Date;
}

/** False for one that is here already. */
export async function putReport(report: NewReport): Promise<boolean> {
  const { kind, domain, org, reportId, sender, verified, beginsAt, endsAt, passed, failed, body } = report;
  const made = await rows(
    `insert into report_received (kind, domain, org, report_id, sender, verified, begins_at, ends_at, passed, failed, body)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) on conflict do nothing returning report_no`,
    [
      ...[kind, domain, storable(org), storable(reportId), storable(sender), verified, beginsAt, endsAt, passed, failed],
      storable(JSON.stringify(body).replaceAll('\\u0000', '\\ufffd')),
    ],
  );
  return made.length > 0;
}

const columns = `report_no as "reportNo", kind, domain, org, report_id as "reportId", sender, verified, begins_at as "beginsAt",
  ends_at as "endsAt", received_at as "receivedAt", passed, failed`;

/** Newest first, without their bodies. */
export function listReports({ kind, domain, limit = 100 }: { kind?: ReportKind; domain?: string; limit?: number } = {}): Promise<
  Omit<ReceivedReport, 'body'>[]
> {
  return rows(
    `select ${columns} from report_received where ($1::text is null or kind = $1) and ($2::text is null or domain = $2)
     order by ends_at desc, report_no desc limit $3`,
    [kind ?? null, domain ?? null, limit],
  );
}

export async function getReport(reportNo: number): Promise<ReceivedReport | null> {
  return (await rows<ReceivedReport>(`select ${columns}, body from report_received where report_no = $1`, [reportNo]))[0] ?? null;
}

/** Once an hour: counts after two weeks, reports after 13 months. Returns how many rows went. */
export async function forgetReports(): Promise<number> {
  const gone = await Promise.all([
    rows('delete from dmarc_result where day < current_date - 14 returning 1'),
    rows('delete from report_sent where day < current_date - 60 returning 1'),
    rows("delete from report_received where received_at < now() - interval '13 months' returning 1"),
  ]);
  return gone.flat().length;
}
