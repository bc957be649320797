import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Gate } from '#components/auth/gate.tsx';
import { SignUpForm } from '#components/auth/sign-up-form.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { difficulty, makeChallenge } from '#server/admin/signup/challenge.ts';
import { openDomains } from '#server/admin/signup/sign-up.ts';
import { makeAccount } from './actions.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('signUp')} · Posthorn` };
}

export default async function SignUpPage({ searchParams }: { searchParams: Promise<{ invitation?: string | string[] }> }) {
  const { invitation: given } = await searchParams;
  const invitation = typeof given === 'string' ? given : '';
  const domains = await openDomains(invitation);
  const t = await getTranslations('auth');
  if (domains.length === 0)
    return (
      <Gate title={t('signUpClosed')} about={t('signUpClosedAbout')}>
        <Link href="/login" className={buttonLook('primary', 'lg')}>
          {t('signIn')}
        </Link>
      </Gate>
    );
  return (
    <Gate title={t('signUp')} about={domains.map(({ domain }) => domain).join(', ')}>
      <SignUpForm
        action={makeAccount}
        domains={domains.map(({ domain, terms }) => ({ domain, terms }))}
        invitation={invitation}
        challenge={makeChallenge()}
        difficulty={difficulty}
      />
    </Gate>
  );
}
