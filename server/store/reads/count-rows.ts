/** Exact numbers of rows, for comparisons; a table that is no more has none. */
import { rows } from '../database.ts';

export async function countRows(tables: readonly string[]): Promise<Map<string, number>> {
  const there = await rows<{ name: string }>('select tablename as name from pg_tables where schemaname = current_schema()');
  const counts = new Map<string, number>();
  for (const { name } of there) {
    if (!tables.includes(name)) continue;
    const [found] = await rows<{ count: number }>(`select count(*) as count from "${name.replaceAll('"', '""')}"`);
    counts.set(name, found?.count ?? 0);
  }
  return counts;
}
