import { ArrowRight } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { ReadinessList } from '#components/admin/domains/readiness-list.tsx';
import { RecheckButton } from '#components/admin/domains/recheck-button.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { domainReadiness } from '#server/admin/operations/readiness.ts';
import { ask } from '#server/admin/page.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('setUp')} · Posthorn` };
}

export default async function SetupCheck({ searchParams }: { searchParams: Promise<{ domain?: string | string[] }> }) {
  const { domain } = await searchParams;
  if (typeof domain !== 'string') notFound();
  const { verdict, checks } = await ask(domainReadiness, { name: domain });
  const t = await getTranslations('auth');
  const r = await getTranslations('admin.readiness');
  return (
    <SetupFrame step={2} title={r(`verdicts.${verdict}`)} lead={r(`leads.${verdict}`)}>
      <ReadinessList checks={checks} />
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <RecheckButton name={r('again')} />
        <span className="flex-1" />
        <Link href={`/setup/dns?domain=${encodeURIComponent(domain)}`} className={buttonLook('ghost')}>
          {t('back')}
        </Link>
        <Link href={`/setup/test?domain=${encodeURIComponent(domain)}`} className={buttonLook('primary')}>
          {t('continue')}
          <ArrowRight size={16} aria-hidden className="rtl:-scale-x-100" />
        </Link>
      </div>
    </SetupFrame>
  );
}
