/** One round of reports about a day that is over: made from what was counted, and queued in the transaction that notes them as sent. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { published, type DmarcReport } from '#lib/reports/dmarc-report.ts';
import { reportMail, type ReportMail } from '#lib/reports/report-mail.ts';
import { tlsReport } from '#lib/reports/tls-report.ts';
import { config } from '#server/config/config.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { writeDmarcReport } from '#server/mailauth/reports/dmarc-xml.ts';
import { dmarcFields } from '#server/mailauth/reports/take-report.ts';
import { signMessage } from '#server/mailauth/sign.ts';
import { fetchPublic } from '#server/net/fetch-public.ts';
import {
  commitMail,
  dmarcDomainsToReport,
  hasDomain,
  listDmarcResults,
  listTlsResults,
  putBlob,
  putReport,
  tlsDomainsToReport,
  type ReportKind,
} from '#server/store/index.ts';
import { forwardedMessage } from '../queue-message.ts';
import { trustedAuthorities } from '#server/tls/trusted-authorities.ts';
import { dmarcReportsTo, DnsTrouble, tlsReportsTo } from './wanted-by.ts';

/** Rows of a report; a domain that is forged from everywhere would fill one without end. */
const mostRows = 20_000;
const packed = promisify(gzip);

/** Of a UTC day, `2026-11-21`. What fails is made in the next round. Returns how many reports went out. */
export async function sendReports(day: string, now: Date): Promise<number> {
  let sent = 0;
  const each = async (kind: ReportKind, domains: string[], make: (domain: string, day: string, now: Date) => Promise<boolean>) => {
    for (const domain of domains)
      try {
        if (await make(domain, day, now)) sent++;
      } catch (error) {
        const level = error instanceof DnsTrouble ? 'info' : 'error';
        log[level]('reports: one could not be made, it is tried again in an hour', { kind, domain, day, reason: reasonOf(error) });
      }
  };
  await each('dmarc', await dmarcDomainsToReport(day), dmarcReport);
  await each('tls', await tlsDomainsToReport(day), tlsReportFor);
  return sent;
}

async function dmarcReport(domain: string, day: string, now: Date): Promise<boolean> {
  const found = await listDmarcResults(day, domain, mostRows);
  const about = aboutDay('dmarc', domain, day);
  const record = found[0]?.record ?? '';
  const report: DmarcReport = {
    ...{ org: config().hostname, email: contact(), reportId: about.reportId, begin: about.begin, end: about.end },
    policy: published(domain, record),
    rows: found.map(({ detail, messages }) => ({ ...detail, count: messages })),
  };
  // What strangers sent in our own name: we tell ourselves without a letter.
  if (await hasDomain(domain)) {
    await putReport({ ...dmarcFields(report), sender: '', verified: true });
    return queue({ ...about, to: [] }, day, now);
  }
  const to = await dmarcReportsTo(domain, record);
  return queue({ ...about, to }, day, now, to.length > 0 ? writeDmarcReport(report) : '');
}

async function tlsReportFor(domain: string, day: string, now: Date): Promise<boolean> {
  const wanted = await tlsReportsTo(domain);
  const about = aboutDay('tls', domain, day);
  if (wanted.length === 0) return queue({ ...about, to: [] }, day, now);
  const fields = { org: config().hostname, contact: contact(), id: about.reportId, domain, from: about.begin, to: about.end };
  const json = JSON.stringify(tlsReport(fields, await listTlsResults(day, domain)));
  let posted = false;
  for (const { to } of wanted.filter(({ kind }) => kind === 'web')) posted = (await post(to, json)) || posted;
  // RFC 8460 §3: each address may be tried; a report that was posted is not mailed as well.
  const mail = posted ? [] : wanted.filter(({ kind }) => kind === 'mail').map(({ to }) => to);
  return (await queue({ ...about, to: mail }, day, now, json)) || posted;
}

/** RFC 8460 §5.4. */
async function post(url: string, json: string): Promise<boolean> {
  const body = await packed(json);
  const headers = { 'content-type': 'application/tlsrpt+gzip' };
  try {
    const answer = await fetchPublic(url, {
      method: 'POST',
      headers,
      body,
      maxOctets: 64 * 1024,
      timeoutMs: 30_000,
      secureOnly: true,
      ca: trustedAuthorities(),
    });
    if (answer.status >= 200 && answer.status < 300) return true;
    log.info('reports: not taken', { url, status: answer.status });
  } catch (error) {
    log.info('reports: not taken', { url, reason: reasonOf(error) });
  }
  return false;
}

type About = Omit<ReportMail, 'to' | 'now' | 'base64'>;

/** `end` is the last second (RFC 7489) or the first of the next day (RFC 8460 §4.4). */
function aboutDay(kind: ReportKind, domain: string, day: string): About {
  const { hostname } = config();
  const begin = Date.parse(`${day}T00:00:00Z`) / 1000;
  const reportId = `${day}.${kind}.${domain}@${hostname}`;
  return { kind, domain, reportId, from: contact(), submitter: hostname, begin, end: begin + 86_400 - (kind === 'dmarc' ? 1 : 0) };
}

const contact = () => `postmaster@${config().domain}`;

/** Queued and noted together; nobody to send it to is noted too. False when nothing was queued. */
async function queue(about: About & { to: string[] }, day: string, now: Date, text = ''): Promise<boolean> {
  const { kind, domain, reportId, to } = about;
  const reportSent = { kind, domain, day, reportId, recipients: to };
  if (to.length === 0) {
    await commitMail({ reportSent });
    return false;
  }
  const base64 = (await packed(text)).toString('base64');
  const message = await signMessage(Buffer.from(reportMail({ ...about, now, base64 })));
  const blob = await putBlob(message);
  const recipients = to.map((address) => ({ address, notify: 'NEVER' }));
  // The null sender: a report that cannot be delivered is not to come back.
  const mail = forwardedMessage({ mailFrom: '', recipients, blob, prefix: Buffer.alloc(0), smtputf8: false, relaxTls: kind === 'tls' });
  const done = await commitMail({ enqueue: [mail], reportSent });
  if (done.ok) log.info('reports: sent', { kind, domain, day, to: to.join(' ') });
  return done.ok;
}
