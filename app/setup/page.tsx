import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Gate } from '#components/auth/gate.tsx';
import { SetupForm } from '#components/auth/setup-form.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { firstDomain, setupIsOpen } from '#server/admin/setup.ts';
import { finishSetup } from './actions.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('setUp')} · Posthorn` };
}

export default async function SetupPage({ searchParams }: { searchParams: Promise<{ token?: string | string[] }> }) {
  const { token } = await searchParams;
  const t = await getTranslations('auth');
  if (typeof token !== 'string' || !(await setupIsOpen(token))) {
    return (
      <Gate title={t('linkClosed')} about={t('linkOnce')}>
        <p className="text-fg-2">{t('linkAgain')}</p>
        <Link href="/login" className={buttonLook('primary', 'lg')}>
          {t('signIn')}
        </Link>
      </Gate>
    );
  }
  return (
    <SetupFrame step={0} title={t('ownPostOffice')} lead={t('ownPostOfficeLead')}>
      <SetupForm action={finishSetup} token={token} domain={await firstDomain()} />
    </SetupFrame>
  );
}
