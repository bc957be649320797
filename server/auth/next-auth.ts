/**
 * next-auth's options: one credentials provider, JWT sessions. The origin is taken from the request (AUTH_TRUST_HOST): bin/web.ts has
 * replaced the forwarded headers of everybody but trusted proxies, so NEXTAUTH_URL is not needed.
 */
import type { NextAuthOptions } from 'next-auth';
import Credentials from 'next-auth/providers/credentials';
import { config } from '#server/config/config.ts';
import { createWebSession } from '#server/store/index.ts';
import { getUser } from '#server/store/index.ts';
import { authenticate } from './authenticate.ts';
import { sessionCookieName, sessionCookieOptions, sessionSeconds } from './session-token.ts';

process.env.AUTH_TRUST_HOST ??= 'true';

export function nextAuthOptions(secure: boolean): NextAuthOptions {
  return {
    secret: config().secret,
    session: { strategy: 'jwt', maxAge: sessionSeconds },
    useSecureCookies: secure,
    cookies: { sessionToken: { name: sessionCookieName, options: sessionCookieOptions(secure) } },
    pages: { signIn: '/login', error: '/login' },
    providers: [
      Credentials({
        credentials: { email: { label: 'Email', type: 'email' }, password: { label: 'Password', type: 'password' } },
        async authorize(given, request) {
          const remoteAddress = String(request.headers?.['x-forwarded-for'] ?? '');
          const result = await authenticate({ login: given?.email ?? '', password: given?.password ?? '', remoteAddress, scope: 'web' });
          // This door cannot ask for a second factor: who has one comes by /login.
          if (!result.ok || (await getUser(result.user.userId))?.hasSecondFactor !== false) return null;
          const { userId, login, sessionVersion } = result.user;
          const agent = String(request.headers?.['user-agent'] ?? '').slice(0, 400);
          const sessionId = await createWebSession(result.user, { address: remoteAddress, agent });
          return { id: String(userId), email: login, sessionVersion, sessionId };
        },
      }),
    ],
    callbacks: {
      // The claims that session-token.ts reads back; `user` is present only while signing in.
      jwt({ token, user }) {
        if (user && 'sessionVersion' in user && 'sessionId' in user)
          return { ...token, userId: Number(user.id), sessionVersion: user.sessionVersion, sessionId: user.sessionId };
        return token;
      },
    },
  };
}
