/** All that a person has here, as one file. */
import { exportOwnData } from '#server/admin/own-data.ts';
import { sessionUser } from '#server/auth/session.ts';

export async function GET(request: Request): Promise<Response> {
  const user = await sessionUser(request);
  if (!user) return new Response(null, { status: 303, headers: { location: '/login?next=/settings/security' } });
  const name = `${user.login.replaceAll(/[^a-z0-9@.-]/g, '_')}-${new Date().toISOString().slice(0, 10)}.tar`;
  return new Response(exportOwnData(user), {
    headers: { 'content-type': 'application/x-tar', 'content-disposition': `attachment; filename="${name}"`, 'cache-control': 'no-store' },
  });
}
