/** Aggregate reports as XML: written for both RFC 7489 (appendix C) and its successor, read with limits as anything from strangers. */
import { XMLBuilder, XMLParser } from 'fast-xml-parser';
import { z } from 'zod';
import type { DmarcReport, DmarcRow } from '#lib/reports/dmarc-report.ts';

const mostRecords = 10_000;
const mostSignatures = 100; // as many as a sender should put into a row

export function writeDmarcReport({ org, email, reportId, begin, end, policy, rows }: DmarcReport): string {
  const present = (fields: Record<string, string | null>) =>
    Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
  const { domain, ...tags } = policy;
  const feedback = {
    version: '1.0',
    report_metadata: { org_name: org, email, report_id: reportId, date_range: { begin, end } },
    policy_published: { domain, ...present({ ...tags, sp: tags.sp ?? tags.p, pct: tags.pct ?? '100' }) },
    record: rows.map((row) => ({
      row: {
        source_ip: row.sourceIp,
        count: row.count,
        policy_evaluated: {
          ...{ disposition: row.disposition, dkim: word(row.dkim), spf: word(row.spf) },
          ...(row.override ? { reason: { type: row.override } } : {}),
        },
      },
      identifiers: { ...present({ envelope_from: row.envelopeFrom }), header_from: row.headerFrom },
      auth_results: {
        dkim: row.signatures.slice(0, mostSignatures),
        ...(row.spfResult ? { spf: { domain: row.spfDomain ?? '', scope: 'mfrom', result: row.spfResult } } : {}),
      },
    })),
  };
  const xml = String(new XMLBuilder({ format: true, indentBy: ' ' }).build({ feedback }));
  return `<?xml version="1.0" encoding="UTF-8" ?>\n${xml}`;
}

const word = (passed: boolean) => (passed ? 'pass' : 'fail');

const text = z.union([z.string(), z.literal('').transform(() => '')]).transform((value) => value.trim().slice(0, 500));
const optional = text
  .nullish()
  .transform((value) => value || null)
  .catch(null);
const number = z
  .string()
  .regex(/^\s*\d{1,15}\s*$/)
  .transform(Number);
const lower = text.transform((value) => value.toLowerCase());
const disposition = lower.pipe(z.enum(['none', 'quarantine', 'reject', 'pass'])).transform((value) => (value === 'pass' ? 'none' : value));
const passed = lower.catch('fail').transform((value) => value === 'pass');
const result = z.object({ domain: lower.catch(''), selector: text.catch(''), result: lower.catch('') });

const shape = z.object({
  feedback: z.object({
    report_metadata: z.object({
      org_name: text,
      email: text.catch(''),
      report_id: text,
      date_range: z.object({ begin: number, end: number }),
    }),
    policy_published: z.object({
      ...{ domain: lower, p: optional, sp: optional, np: optional },
      ...{ adkim: optional, aspf: optional, fo: optional },
    }),
    record: z
      .array(
        z.object({
          row: z.object({
            source_ip: text,
            count: number,
            policy_evaluated: z.object({
              disposition,
              dkim: passed,
              spf: passed,
              reason: z.array(z.object({ type: text.catch('') }).catch({ type: '' })).catch([]),
            }),
          }),
          identifiers: z.object({ header_from: lower, envelope_from: optional }),
          auth_results: z
            .object({ dkim: z.array(result.catch({ domain: '', selector: '', result: '' })).catch([]), spf: z.array(result).catch([]) })
            .catch({ dkim: [], spf: [] }),
        }),
      )
      .min(1)
      .max(mostRecords),
  }),
});

/** Throws, with what is wrong as a sentence. */
export function readDmarcReport(xml: string): DmarcReport {
  // Entities of one's own are how XML bombs are made; a report needs none.
  if (/<!(DOCTYPE|ENTITY)/i.test(xml)) throw new Error('it declares a document type');
  const parser = new XMLParser({
    ...{ ignoreAttributes: true, parseTagValue: false, removeNSPrefix: true, maxNestedTags: 20, processEntities: true },
    isArray: (_name, path) => /\.(record|reason)$|\.auth_results\.(dkim|spf)$/.test(String(path)),
  });
  const read = shape.safeParse(parser.parse(xml));
  if (!read.success) throw new Error(`it is no aggregate report: ${read.error.issues[0]?.path.join('/') ?? ''}`);
  const { report_metadata: about, policy_published: policy, record } = read.data.feedback;
  return {
    ...{ org: about.org_name, email: about.email, reportId: about.report_id, ...about.date_range },
    policy: { ...policy, p: policy.p ?? 'none' },
    rows: record.map(rowOf),
  };
}

type RecordRead = z.output<typeof shape>['feedback']['record'][number];

const rowOf = ({ row, identifiers, auth_results: { dkim, spf } }: RecordRead): DmarcRow => ({
  ...{ sourceIp: row.source_ip, count: row.count, disposition: row.policy_evaluated.disposition },
  ...{ dkim: row.policy_evaluated.dkim, spf: row.policy_evaluated.spf, override: row.policy_evaluated.reason[0]?.type || null },
  ...{ headerFrom: identifiers.header_from, envelopeFrom: identifiers.envelope_from },
  signatures: dkim.slice(0, mostSignatures),
  ...{ spfDomain: spf[0]?.domain ?? null, spfResult: spf[0]?.result ?? null },
});
