/** Reports as administrators read them: what others say about our domains, and what we told them about theirs. */
import { getReport, listReports, listSentReports, type ReceivedReport, type ReportKind } from '#server/store/index.ts';
import { refuse, type AdminResult } from './result.ts';

export interface ReportRow extends Omit<ReceivedReport, 'body' | 'reportNo'> {
  id: number;
}

const rowOf = ({ reportNo, ...rest }: Omit<ReceivedReport, 'body'>): ReportRow => ({ id: reportNo, ...rest });

/** Newest first. */
export async function receivedReports(which: { kind?: ReportKind; domain?: string; limit?: number } = {}): Promise<ReportRow[]> {
  return (await listReports(which)).map(rowOf);
}

export async function showReport(id: number): Promise<AdminResult<ReportRow & { body: object }>> {
  const found = await getReport(id);
  if (!found) return refuse('There is no such report.');
  const { body, ...rest } = found;
  return { ok: true, value: { ...rowOf(rest), body } };
}

export { listSentReports as sentReports };
