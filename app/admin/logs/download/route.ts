/** Lines of the log as a file, one JSON object a line, as the processes wrote them. */
import { logList } from '#server/admin/operations/logs.ts';
import { ask } from '#server/admin/page.ts';
import { logQuery } from '#components/admin/log-query.ts';

export async function GET(request: Request): Promise<Response> {
  const { items } = await ask(logList, { ...logQuery(Object.fromEntries(new URL(request.url).searchParams)), limit: 20_000 });
  const lines = items.reverse().map(({ id: _id, fields, ...line }) => JSON.stringify({ ...line, ...fields }));
  return new Response(lines.map((line) => `${line}\n`).join(''), {
    headers: {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="log-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.ndjson"`,
      'cache-control': 'no-store',
    },
  });
}
