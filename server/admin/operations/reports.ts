/** Reports between servers: what others say about our domains (DMARC, TLS), and what we told them about theirs. */
import { z } from 'zod';
import { getReport, listReports, listSentReports, type ReceivedReport } from '#server/store/index.ts';
import { operation, type Touched } from '../operation.ts';
import { failure } from '../result.ts';
import { domainName, listOf, pageSize, time } from '../words.ts';

const kind = z.enum(['dmarc', 'tls']);
const reportShape = z.object({
  id: z.int(),
  kind,
  domain: z.string(),
  /** Who made it. */
  org: z.string(),
  sender: z.string(),
  /** DMARC proved who sent it. */
  verified: z.boolean(),
  from: time,
  until: time,
  receivedAt: time,
  /** Messages, or sessions. */
  passed: z.int(),
  failed: z.int(),
});
const rowOf = ({ reportNo, beginsAt, endsAt, ...rest }: Omit<ReceivedReport, 'body'>) => ({
  ...{ id: reportNo, kind: rest.kind, domain: rest.domain, org: rest.org, sender: rest.sender, verified: rest.verified },
  ...{ from: beginsAt, until: endsAt, receivedAt: rest.receivedAt, passed: rest.passed, failed: rest.failed },
});

export const reportList = operation({
  name: 'report.list',
  http: 'GET /reports',
  summary: 'Lists the reports that others sent about domains here, the newest first.',
  input: z.strictObject({ kind: kind.optional(), domain: domainName.optional(), limit: pageSize }),
  output: listOf(reportShape),
  touches: ({ domain }) => (domain === undefined ? 'own' : { domains: [domain] }),
  async run({ domains }, { kind: which, domain, limit }) {
    const most = domains === null ? limit : 1000;
    const found = await listReports({ ...(which ? { kind: which } : {}), ...(domain ? { domain } : {}), limit: most });
    const mine = found.filter((one) => domains === null || domains.includes(one.domain));
    return { ok: true, value: { items: mine.slice(0, limit).map(rowOf) } };
  },
});

export const reportShow = operation({
  name: 'report.show',
  http: 'GET /reports/{id}',
  summary: 'Shows a report whole: each server that sent in the name of the domain, and what was found.',
  args: ['id'],
  input: z.strictObject({ id: z.int().positive().describe('Its number in the list.') }),
  output: reportShape.extend({ body: z.record(z.string(), z.unknown()) }),
  async touches({ id }): Promise<Touched> {
    return { domains: [(await getReport(id))?.domain ?? ''] };
  },
  async run(_caller, { id }) {
    const found = await getReport(id);
    if (!found) return failure('notFound', 'reportGone');
    return { ok: true, value: { ...rowOf(found), body: found.body as Record<string, unknown> } };
  },
});

export const reportSent = operation({
  name: 'report.sent',
  http: 'GET /reports/sent',
  summary: 'Lists the reports that this server sent, the newest first.',
  input: z.strictObject({ limit: pageSize }),
  output: listOf(z.object({ kind, domain: z.string(), day: z.string(), recipients: z.array(z.string()), at: time })),
  touches: () => 'server',
  async run(_caller, { limit }) {
    const sent = await listSentReports(limit);
    return { ok: true, value: { items: sent.map(({ reportId: _id, ...row }) => row) } };
  },
});
