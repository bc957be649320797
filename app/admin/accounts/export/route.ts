/** The accounts as a file, for spreadsheets. */
import { accountExport } from '#server/admin/operations/accounts-many.ts';
import { ask } from '#server/admin/page.ts';

export async function GET(): Promise<Response> {
  const { csv } = await ask(accountExport, {});
  const name = `accounts-${new Date().toISOString().slice(0, 10)}.csv`;
  return new Response(`\ufeff${csv}`, {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  });
}
