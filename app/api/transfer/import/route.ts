/** Takes a file of mail in: mbox, eml, or an archive of them. Answers with a line of JSON now and then. */
import { importUpload } from '#server/import/import-upload.ts';
import { authenticateRequest } from '#server/jmap/http/authenticate-request.ts';

export const dynamic = 'force-dynamic';

export async function POST(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const { searchParams } = new URL(request.url);
  const lines = importUpload({
    accountId: auth.caller.user.accountId,
    body: request.body,
    name: searchParams.get('name') ?? 'mail.mbox',
    mailboxName: searchParams.get('mailbox') || 'INBOX',
    keepFolders: searchParams.get('folders') === '1',
  });
  return new Response(lines, { headers: { 'content-type': 'application/x-ndjson', 'cache-control': 'no-store' } });
}
