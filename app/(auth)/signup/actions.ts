'use server';
import { getTranslations } from 'next-intl/server';
import { redirect } from 'next/navigation';
import type { SignUpState } from '#components/auth/sign-up-form.tsx';
import { signUp } from '#server/admin/signup/sign-up.ts';
import { adoptLanguage } from '#server/auth/language.ts';
import { startSession, whereFrom } from '#server/auth/session.ts';

export async function makeAccount(_before: SignUpState, data: FormData): Promise<SignUpState> {
  const text = (name: string) => {
    const value = data.get(name);
    return typeof value === 'string' ? value : '';
  };
  const [name, display] = [text('name'), text('display')];
  const { remoteAddress } = await whereFrom();
  const input = { domain: text('domain'), password: text('password'), invitation: text('invitation'), challenge: text('challenge') };
  const made = await signUp(
    { ...input, name, display, agreed: text('agreed') === 'on', nonce: Number(text('nonce') || NaN) },
    remoteAddress,
  );
  if (!made.ok) return { problem: (await getTranslations('auth'))(`signUpProblems.${made.reason}`), values: { name, display } };
  await startSession(made.user);
  await adoptLanguage(made.user);
  redirect('/mail/inbox?welcome');
}
