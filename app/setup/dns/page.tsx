import { ArrowRight } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { RecordList } from '#components/admin/domains/record-list.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { checkRecords, zoneFile } from '#server/admin/dns-records.ts';
import { domainList } from '#server/admin/operations/domains.ts';
import { ask } from '#server/admin/page.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('setUp')} · Posthorn` };
}

export default async function SetupDns({ searchParams }: { searchParams: Promise<{ domain?: string | string[] }> }) {
  const { domain } = await searchParams;
  if (typeof domain !== 'string' || !(await ask(domainList, {})).items.some(({ name }) => name === domain)) notFound();
  const t = await getTranslations('auth');
  const records = await checkRecords(domain);
  return (
    <SetupFrame
      step={1}
      title={t('dnsTitle')}
      lead={t.rich('dnsLead', {
        domain: () => (
          <b className="font-semibold" dir="ltr">
            {domain}
          </b>
        ),
      })}
    >
      <RecordList records={records} />
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <CopyButton text={zoneFile(records)} name={t('copyZone')} />
        <RefreshEvery seconds={10} />
        <span className="flex-1" />
        <Link href={`/setup/check?domain=${encodeURIComponent(domain)}`} className={buttonLook('primary')}>
          {t('continue')}
          <ArrowRight size={16} aria-hidden className="rtl:-scale-x-100" />
        </Link>
      </div>
    </SetupFrame>
  );
}
