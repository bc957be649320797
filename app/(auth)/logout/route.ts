/** Ends this browser's session. POST only, from a page of ours: SameSite=Lax keeps the cookie off foreign forms. */
import { endSession } from '#server/auth/session.ts';

export async function POST(): Promise<Response> {
  await endSession();
  return new Response(null, { status: 303, headers: { location: '/login' } });
}
