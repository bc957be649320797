'use server';
import { redirect } from 'next/navigation';
import type { SignInState } from '#components/auth/sign-in-form.tsx';
import { authenticate } from '#server/auth/authenticate.ts';
import { startSession, whereFrom } from '#server/auth/session.ts';

const problems = {
  credentials: 'That email and password do not fit. Check both and try again.',
  disabled: 'This account is suspended. Ask your administrator.',
  throttled: 'Too many tries. Wait a few minutes, then try again.',
};

export async function signIn(_before: SignInState, data: FormData): Promise<SignInState> {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const { remoteAddress } = await whereFrom();
  const result = await authenticate({ login: text('email'), password: text('password'), remoteAddress, scope: 'web' });
  if (!result.ok) return { email: text('email'), problem: problems[result.reason] };
  await startSession(result.user);
  redirect(ownPath(text('next')));
}

/** Only a path here: a link must not lead people elsewhere through our sign-in. */
function ownPath(next: string): string {
  return /^\/(?![/\\])/.test(next) ? next : '/mail/inbox';
}
