/** Ends this browser's session. POST only, from a page of ours: SameSite=Lax keeps the cookie off foreign forms. */
import { endSession, sessionUser } from '#server/auth/session.ts';
import { endStreamsOfUser } from '#server/jmap/http/streams-of-user.ts';

export async function POST(request: Request): Promise<Response> {
  const user = await sessionUser(request);
  await endSession();
  if (user) endStreamsOfUser(user.userId); // other browsers of the same person open theirs again by themselves
  return new Response(null, { status: 303, headers: { location: '/login' } });
}
