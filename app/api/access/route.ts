/** Who else may read the mail of whoever asks, now. */
import { liveOwnAccess } from '#server/admin/own-access.ts';
import { authenticateRequest } from '#server/jmap/http/authenticate-request.ts';

export const dynamic = 'force-dynamic';

export async function GET(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  return Response.json({ items: await liveOwnAccess(auth.caller.user.accountId) }, { headers: { 'cache-control': 'no-store' } });
}
