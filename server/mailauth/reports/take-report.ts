/** Reports that others send about domains of ours (DMARC, RFC 7489 §7.2; TLS, RFC 8460 §5): read out of a message and kept. */
import { firstField } from '#lib/message/header-fields.ts';
import { readAddressList, toStoredAddresses } from '#lib/message/addresses.ts';
import { mimeTreeOf, type ParsedPart } from '#lib/message/mime-tree.ts';
import { decodePart, everyPart } from '#lib/message/parts.ts';
import type { StoredPart } from '#lib/message/stored.ts';
import type { AuthVerdict } from '#lib/mailauth/verdict.ts';
import { readTlsReport, type TlsReport } from '#lib/reports/tls-report.ts';
import type { DmarcReport } from '#lib/reports/dmarc-report.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { listDomains, putReport, type NewReport } from '#server/store/index.ts';
import { readDmarcReport } from './dmarc-xml.ts';
import { unpack } from './unpack.ts';

/** The local parts under which every domain of ours takes reports, without an account of that name. */
export const reportNames: readonly string[] = ['dmarc-reports', 'tls-reports'];

export const isReportAddress = (address: string): boolean => reportNames.includes(address.slice(0, address.lastIndexOf('@')).toLowerCase());

/** By what is quickly seen: to whom it is, or the subject that every report has (RFC 7489 §7.2.1.1, RFC 8460 §5.3). */
export function mayBeReport(message: Buffer, recipients: readonly string[]): boolean {
  if (recipients.some(isReportAddress)) return true;
  const end = message.indexOf('\r\n\r\n');
  return /^subject:\s*report\s+domain:/im.test(message.toString('latin1', 0, Math.min(end < 0 ? message.length : end, 16_384)));
}

export type Taken = { kind: 'none' } | { kind: 'taken'; isNew: boolean } | { kind: 'unreadable'; reason: string };

/** Only a fault of the store throws. */
export async function takeReport(message: Uint8Array, auth: AuthVerdict | null): Promise<Taken> {
  const root = mimeTreeOf(message);
  const part = [...everyPart(root)].find(isReport);
  if (!part) return { kind: 'none' };
  let report: NewReport;
  try {
    report = await read(Buffer.from(decodePart(message, part).bytes), root, auth);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn('reports: one cannot be read', { reason: reasonOf(error) });
    return { kind: 'unreadable', reason };
  }
  const isNew = await putReport(report);
  log.info('reports: taken in', { kind: report.kind, domain: report.domain, from: report.org, isNew });
  return { kind: 'taken', isNew };
}

const types = /^(application\/(gzip|x-gzip|zip|x-zip-compressed|xml|tlsrpt\+(gzip|json)|octet-stream)|text\/xml)$/;
/** `receiver!domain!begin!end[!id].xml.gz`, and what RFC 8460 §5.1 makes of it. */
const names = /^[^!/]+![^!/]+!\d+!\d+(![^!/]*)?\.(xml|json|zip|gz)(\.gz|\.zip)?$/i;

function isReport({ type, name, children }: StoredPart): boolean {
  return !children && (type.startsWith('application/tlsrpt+') || (types.test(type) && names.test(name ?? '')));
}

async function read(bytes: Buffer, root: ParsedPart, auth: AuthVerdict | null): Promise<NewReport> {
  const text = await unpack(bytes);
  const from = toStoredAddresses(readAddressList(firstField(root.fields, 'from') ?? ''))[0]?.email ?? '';
  const of = { sender: from.toLowerCase(), verified: auth?.dmarc?.result === 'pass' };
  const report = text.trimStart().startsWith('{') ? tlsFields(text) : dmarcFields(readDmarcReport(text));
  if (!(await isOurs(report.domain))) throw new Error(`it is about ${report.domain}, which is not served here`);
  if (Number.isNaN(report.beginsAt.getTime()) || Number.isNaN(report.endsAt.getTime())) throw new Error('its dates are wrong');
  return { ...report, ...of };
}

type Fields = Omit<NewReport, 'sender' | 'verified'>;

export function dmarcFields(report: DmarcReport): Fields {
  const sum = (rows: DmarcReport['rows']) => rows.reduce((total, { count }) => Math.min(total + count, 2_000_000_000), 0);
  const passed = report.rows.filter(({ dkim, spf }) => dkim || spf);
  return {
    ...{ kind: 'dmarc', domain: report.policy.domain, org: report.org, reportId: report.reportId },
    ...{ beginsAt: new Date(report.begin * 1000), endsAt: new Date(report.end * 1000) },
    ...{ passed: sum(passed), failed: sum(report.rows) - sum(passed), body: report },
  };
}

function tlsFields(text: string): Fields {
  const report: TlsReport | null = readTlsReport(text);
  if (!report) throw new Error('it is no TLS report');
  const range = report['date-range'];
  const sum = (name: 'total-successful-session-count' | 'total-failure-session-count') =>
    report.policies.reduce((total, { summary }) => Math.min(total + summary[name], 2_000_000_000), 0);
  return {
    ...{ kind: 'tls', domain: (report.policies[0]?.policy['policy-domain'] ?? '').toLowerCase() },
    ...{ org: report['organization-name'], reportId: report['report-id'] },
    ...{ beginsAt: new Date(range['start-datetime']), endsAt: new Date(range['end-datetime']) },
    ...{ passed: sum('total-successful-session-count'), failed: sum('total-failure-session-count'), body: report },
  };
}

async function isOurs(domain: string): Promise<boolean> {
  const own = (await listDomains()).map(({ name }) => name);
  return own.some((name) => domain === name || domain.endsWith(`.${name}`));
}
