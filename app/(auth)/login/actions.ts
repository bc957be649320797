'use server';
import type { AuthenticationResponseJSON } from '@simplewebauthn/server';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import type { SignInState } from '#components/auth/sign-in-form.tsx';
import { authenticate } from '#server/auth/authenticate.ts';
import { adoptLanguage } from '#server/auth/language.ts';
import {
  beginPasskeySignIn,
  beginSession,
  finishPasskeySignIn,
  takeSecondStep,
  userAtSecondStep,
} from '#server/auth/second-factor/sign-in.ts';
import { whereFrom } from '#server/auth/session.ts';

const problems = { credentials: 'wrongCredentials', disabled: 'disabled', throttled: 'throttled' } as const;
const steps = { wrongCode: 'wrongCode', throttled: 'throttled', expired: 'stepExpired' } as const;
const text = (data: FormData, name: string) => {
  const value = data.get(name);
  return typeof value === 'string' ? value : '';
};

export async function signIn(_before: SignInState, data: FormData): Promise<SignInState> {
  const { remoteAddress } = await whereFrom();
  const result = await authenticate({ login: text(data, 'email'), password: text(data, 'password'), remoteAddress, scope: 'web' });
  if (!result.ok) return { email: text(data, 'email'), problem: (await getTranslations('auth'))(problems[result.reason]) };
  if (!(await beginSession(result.user))) redirect(`/login/verify?next=${encodeURIComponent(ownPath(text(data, 'next')))}`);
  await adoptLanguage(result.user);
  redirect(ownPath(text(data, 'next')));
}

/** The second step. What is wrong, for the form. */
export async function verify(_before: string | null, data: FormData): Promise<string | null> {
  const user = await userAtSecondStep();
  const step = await takeSecondStep(text(data, 'code'));
  if (step !== 'done') return (await getTranslations('auth'))(steps[step]);
  if (user) await adoptLanguage(user);
  redirect(ownPath(text(data, 'next')));
}

export async function offerPasskey(): Promise<object> {
  return beginPasskeySignIn();
}

/** Where to go; null: it did not work. */
export async function takePasskey(response: AuthenticationResponseJSON, next: string): Promise<string | null> {
  const user = await finishPasskeySignIn(response);
  if (!user) return null;
  await adoptLanguage(user);
  return ownPath(next);
}

/** Only a path here: a link must not lead people elsewhere through our sign-in. */
function ownPath(next: string): string {
  return /^\/(?![/\\])/.test(next) ? next : '/mail/inbox';
}
