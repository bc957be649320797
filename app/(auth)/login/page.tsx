import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { redirect } from 'next/navigation';
import { Gate } from '#components/auth/gate.tsx';
import { PasskeyButton } from '#components/auth/passkey-button.tsx';
import { SignInForm } from '#components/auth/sign-in-form.tsx';
import { openDomains } from '#server/admin/signup/sign-up.ts';
import { sessionUser, whereFrom } from '#server/auth/session.ts';
import { offerPasskey, signIn, takePasskey } from './actions.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('signIn')} · Posthorn` };
}

export default async function LoginPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  if (await sessionUser()) redirect('/mail/inbox');
  const { next } = await searchParams;
  const { host } = await whereFrom();
  const mayJoin = (await openDomains('')).length > 0;
  const t = await getTranslations('auth');
  return (
    <Gate title={t('signInTitle')} about={host.replace(/:\d+$/, '')}>
      <PasskeyButton begin={offerPasskey} finish={takePasskey} next={typeof next === 'string' ? next : ''} />
      <SignInForm action={signIn} next={typeof next === 'string' ? next : ''} />
      {mayJoin && (
        <p className="text-center text-[13px] text-fg-2">
          <Link href="/signup">{t('makeAccount')}</Link>
        </p>
      )}
    </Gate>
  );
}
