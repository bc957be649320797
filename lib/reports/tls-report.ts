/** A report about TLS towards a domain (RFC 8460 §4.4). */
import { z } from 'zod';

const text = z.string().max(4000);
const count = z.number().int().min(0);
const words = z.union([z.array(text).max(100), text.transform((one) => [one])]).catch([]);

/** Unknown members are dropped, so that what is kept is bounded. */
const shape = z.object({
  'organization-name': text,
  'date-range': z.object({ 'start-datetime': z.string().max(64), 'end-datetime': z.string().max(64) }),
  'contact-info': text.optional().catch(undefined),
  'report-id': text,
  policies: z
    .array(
      z.object({
        policy: z.object({
          'policy-type': text,
          'policy-string': words.optional(),
          'policy-domain': text,
          'mx-host': words.optional(),
        }),
        summary: z.object({ 'total-successful-session-count': count, 'total-failure-session-count': count }),
        'failure-details': z
          .array(
            z.object({
              'result-type': text,
              'sending-mta-ip': text.optional(),
              'receiving-mx-hostname': text.optional(),
              'receiving-mx-helo': text.optional(),
              'receiving-ip': text.optional(),
              'failed-session-count': count,
              'additional-information': text.optional(),
              'failure-reason-code': text.optional(),
            }),
          )
          .max(2000)
          .optional(),
      }),
    )
    .min(1)
    .max(200),
});
export type TlsReport = z.output<typeof shape>;

/** Null for what is no such report. */
export function readTlsReport(json: string): TlsReport | null {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return null;
  }
  const read = shape.safeParse(value);
  return read.success ? read.data : null;
}

export interface TlsCount {
  policyType: string;
  mxHost: string;
  receivingAddress: string;
  /** `successful`, or a result type of RFC 8460 §4.3. */
  result: string;
  policyStrings: string[];
  mxPatterns: string[];
  sessions: number;
}

/** `from` and `to` in seconds; RFC 8460 §4.4 wants a whole UTC day. */
export function tlsReport(
  about: { org: string; contact: string; id: string; domain: string; from: number; to: number },
  counts: TlsCount[],
): TlsReport {
  const byPolicy = Map.groupBy(counts, ({ policyType, policyStrings }) => JSON.stringify([policyType, policyStrings]));
  const at = (seconds: number) => new Date(seconds * 1000).toISOString().replace('.000Z', 'Z');
  return {
    'organization-name': about.org,
    'date-range': { 'start-datetime': at(about.from), 'end-datetime': at(about.to) },
    'contact-info': about.contact,
    'report-id': about.id,
    policies: [...byPolicy.values()].map((all) => {
      const sum = (some: TlsCount[]) => some.reduce((total, { sessions }) => total + sessions, 0);
      const failed = all.filter(({ result }) => result !== 'successful');
      const [first] = all;
      const patterns = first?.policyType === 'sts' ? { 'mx-host': first.mxPatterns } : {};
      return {
        policy: {
          'policy-type': first?.policyType ?? 'no-policy-found',
          'policy-string': first?.policyStrings ?? [],
          'policy-domain': about.domain,
          ...patterns,
        },
        summary: { 'total-successful-session-count': sum(all) - sum(failed), 'total-failure-session-count': sum(failed) },
        ...(failed.length > 0 ? { 'failure-details': failed.map(failure) } : {}),
      };
    }),
  };
}

const failure = ({ result, mxHost, receivingAddress, sessions }: TlsCount) => ({
  'result-type': result,
  'receiving-mx-hostname': mxHost,
  ...(receivingAddress ? { 'receiving-ip': receivingAddress } : {}),
  'failed-session-count': sessions,
});
