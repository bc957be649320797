/** `posthorn report list [--kind dmarc|tls] [--domain NAME] [--sent]`, `report show ID`. */
import { parseArgs } from 'node:util';
import { receivedReports, sentReports, showReport } from '#server/admin/reports.ts';
import { printTable } from '../print-table.ts';
import { UsageError } from '../usage-error.ts';
import { withDatabase } from '../with-database.ts';

const flag = { type: 'boolean', default: false } as const;

export async function run(args: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args,
    options: { json: flag, sent: flag, kind: { type: 'string' }, domain: { type: 'string' } },
    allowPositionals: true,
  });
  const [action = 'list', given] = positionals;
  const { kind, domain, json } = values;
  if (action !== 'list' && action !== 'show') throw new UsageError(`there is no "report ${action}".`, { usage: true });
  if (kind !== undefined && kind !== 'dmarc' && kind !== 'tls') throw new UsageError('--kind is dmarc or tls.');
  const id = Number(given);
  if (action === 'show' && !Number.isInteger(id)) throw new UsageError('report show needs the number of a report.', { usage: true });
  await withDatabase(async () => {
    if (action === 'show') return show(id);
    if (values.sent)
      return printTable(
        (await sentReports(1000)).map((one) => ({ ...one })),
        { json, empty: 'No report has been sent yet.' },
      );
    const found = await receivedReports({ ...(kind ? { kind } : {}), ...(domain ? { domain } : {}), limit: 1000 });
    if (json) return console.log(JSON.stringify(found, null, 2));
    const rows = found.map((one) => ({
      ...{ id: one.id, kind: one.kind, domain: one.domain, by: one.org, from: one.beginsAt, until: one.endsAt },
      ...{ passed: one.passed, failed: one.failed, verified: one.verified ? 'yes' : 'no' },
    }));
    printTable(rows, { json: false, empty: 'No reports yet. Others send them to the address in the records of "posthorn domain".' });
  });
}

/** Whole, as JSON: a report is a table within a table. */
async function show(id: number): Promise<void> {
  const found = await showReport(id);
  if (!found.ok) throw new UsageError(found.message);
  console.log(JSON.stringify(found.value, null, 2));
}
