'use server';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import type { SignInState } from '#components/auth/sign-in-form.tsx';
import { authenticate } from '#server/auth/authenticate.ts';
import { adoptLanguage } from '#server/auth/language.ts';
import { startSession, whereFrom } from '#server/auth/session.ts';

const problems = { credentials: 'wrongCredentials', disabled: 'disabled', throttled: 'throttled' } as const;

export async function signIn(_before: SignInState, data: FormData): Promise<SignInState> {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const { remoteAddress } = await whereFrom();
  const result = await authenticate({ login: text('email'), password: text('password'), remoteAddress, scope: 'web' });
  if (!result.ok) return { email: text('email'), problem: (await getTranslations('auth'))(problems[result.reason]) };
  await startSession(result.user);
  await adoptLanguage(result.user);
  redirect(ownPath(text('next')));
}

/** Only a path here: a link must not lead people elsewhere through our sign-in. */
function ownPath(next: string): string {
  return /^\/(?![/\\])/.test(next) ? next : '/mail/inbox';
}
