/** next-auth's own routes: sign in by its client, sign out, CSRF token. The form at /login is a server action and does not need them. */
import NextAuth from 'next-auth';
import type { NextRequest } from 'next/server';
import { nextAuthOptions } from '#server/auth/next-auth.ts';

type Context = { params: Promise<{ nextauth: string[] }> };

async function handle(request: NextRequest, context: Context): Promise<Response> {
  const secure = request.headers.get('x-forwarded-proto') === 'https';
  const answer: unknown = await NextAuth(request, context, nextAuthOptions(secure));
  if (answer instanceof Response) return answer; // next-auth types its route handler as any
  throw new TypeError('next-auth gave no answer');
}

export { handle as GET, handle as POST };
