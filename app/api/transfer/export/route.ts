/** Everything of the account as one ZIP file. */
import { Readable } from 'node:stream';
import { archiveOf } from '#server/import/export-archive.ts';
import { authenticateRequest } from '#server/jmap/http/authenticate-request.ts';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const { user } = auth.caller;
  const format = new URL(request.url).searchParams.get('format') === 'eml' ? 'eml' : 'mbox';
  const day = new Date().toISOString().slice(0, 10);
  const name = `${user.login.replaceAll(/[^\w.@-]/g, '_')}-${day}.zip`;
  return new Response(Readable.toWeb(archiveOf(user.accountId, format)) as ReadableStream<Uint8Array>, {
    headers: {
      'content-type': 'application/zip',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    },
  });
}
