import { ArrowRight } from 'lucide-react';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { RecordList } from '#components/admin/record-list.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { checkRecords, zoneFile } from '#server/admin/dns-records.ts';
import { listDomains } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export const metadata = { title: 'Set up · Posthorn' };

export default async function SetupDns({ searchParams }: { searchParams: Promise<{ domain?: string | string[] }> }) {
  await adminOfPage('/admin');
  const { domain } = await searchParams;
  if (typeof domain !== 'string' || !(await listDomains()).some(({ name }) => name === domain)) notFound();
  const records = await checkRecords(domain);
  return (
    <SetupFrame
      step={1}
      title="Tell the world where your mail lives"
      lead={
        <>
          Add these records where <b className="font-semibold">{domain}</b> is registered. We look every ten seconds, and you can go on
          before all of them are there.
        </>
      }
    >
      <RecordList records={records} />
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <CopyButton text={zoneFile(records)} name="Copy as zone file" />
        <RefreshEvery seconds={10} />
        <span className="flex-1" />
        <Link href="/mail/inbox" className={buttonLook('primary')}>
          Continue
          <ArrowRight size={16} aria-hidden />
        </Link>
      </div>
    </SetupFrame>
  );
}
