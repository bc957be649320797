/** The message that brings a report: RFC 7489 §7.2.1.1, RFC 8460 §5.3. */
import { mailDate } from '../smtp/trace.ts';

export interface ReportMail {
  kind: 'dmarc' | 'tls';
  from: string;
  to: string[];
  /** Whom the report is about, and who made it. */
  domain: string;
  submitter: string;
  reportId: string;
  begin: number;
  end: number;
  now: Date;
  /** The packed report, as base64. */
  base64: string;
}

/** RFC 7489 §7.2.1.1, RFC 8460 §5.1. */
export const reportFileName = ({ kind, submitter, domain, begin, end, reportId }: ReportMail): string =>
  `${submitter}!${domain}!${begin}!${end}!${reportId.replaceAll(/[^A-Za-z0-9]/g, '')}.${kind === 'dmarc' ? 'xml' : 'json'}.gz`;

export function reportMail(mail: ReportMail): string {
  const { kind, from, to, domain, submitter, reportId, now, base64 } = mail;
  const boundary = `=_report-${reportId.replaceAll(/[^A-Za-z0-9]/g, '').slice(0, 40)}`;
  const isTls = kind === 'tls';
  const header = [
    `From: <${from}>`,
    `To: ${to.map((one) => `<${one}>`).join(',\r\n\t')}`,
    `Subject: Report Domain: ${domain}\r\n\tSubmitter: ${submitter}\r\n\tReport-ID: <${reportId}>`,
    `Date: ${mailDate(now)}`,
    `Message-ID: <${reportId}>`,
    'Auto-Submitted: auto-generated',
    // RFC 8460 §3: a report of broken TLS must get through broken TLS (RFC 8689 §5).
    ...(isTls ? ['TLS-Required: No', `TLS-Report-Domain: ${domain}`, `TLS-Report-Submitter: ${submitter}`] : []),
    'MIME-Version: 1.0',
    `Content-Type: ${isTls ? 'multipart/report; report-type="tlsrpt"' : 'multipart/mixed'};\r\n\tboundary="${boundary}"`,
  ];
  const what = isTls ? 'TLS connections to the mail servers of' : 'mail that claims to be from';
  const file = reportFileName(mail);
  const parts = [
    `Content-Type: text/plain; charset=us-ascii\r\n\r\nThis is a report by ${submitter} about ${what} ${domain}.\r\nIt is made by a program, for a program.\r\n`,
    `Content-Type: ${isTls ? 'application/tlsrpt+gzip' : 'application/gzip'}; name="${file}"\r\n` +
      `Content-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${file}"\r\n\r\n${(base64.match(/.{1,76}/g) ?? []).join('\r\n')}\r\n`,
  ];
  return `${header.join('\r\n')}\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}`).join('\r\n')}\r\n--${boundary}--\r\n`;
}
