import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { deleteDomain } from '#components/admin/actions.ts';
import { RecordList } from '#components/admin/record-list.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { checkRecords, zoneFile } from '#server/admin/dns-records.ts';
import { listDomains } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function DomainPage({ params }: { params: Promise<{ name: string }> }) {
  await adminOfPage('/admin');
  const name = decodeURIComponent((await params).name);
  if (!(await listDomains()).some((domain) => domain.name === name)) notFound();
  const records = await checkRecords(name);
  const path = `/admin/domains/${encodeURIComponent(name)}`;
  return (
    <PageBody>
      <nav aria-label="Breadcrumb" className="mb-0.5 flex items-center gap-1 text-[13px] leading-5 text-fg-3">
        <Link href="/admin/domains" className="text-fg-3 hover:underline">
          Domains
        </Link>
        <ChevronRight size={14} aria-hidden />
      </nav>
      <PageHead title={name}>
        <CopyButton text={zoneFile(records)} name="Copy as zone file" />
        <Link href={path} className={buttonLook('secondary', 'sm')} prefetch={false}>
          Check again
        </Link>
      </PageHead>
      <Section title="DNS records" about="Add these where the domain is registered.">
        <RecordList records={records} />
      </Section>
      <Section title="Remove">
        <Card>
          <SettingRow title="Remove this domain" about="Possible once it has no accounts. Its aliases go with it.">
            <ConfirmForm
              action={deleteDomain}
              name="Remove domain"
              question={`Remove ${name}?`}
              consequence="Mail for it is no longer taken."
              fields={{ name }}
            />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
