import { getTranslations } from 'next-intl/server';
import { deleteDomain } from '#components/admin/actions.ts';
import { RecheckButton } from '#components/admin/domains/recheck-button.tsx';
import { RecordList } from '#components/admin/domains/record-list.tsx';
import { RecordSummary } from '#components/admin/domains/record-summary.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { domainRecords } from '#server/admin/operations/domains.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function DomainPage({ params }: { params: Promise<{ name: string }> }) {
  const caller = await callerOfPage();
  const name = decodeURIComponent((await params).name);
  const { items, zone } = await ask(domainRecords, { name });
  const t = await getTranslations('admin.domain');
  return (
    <>
      <div className="mb-4 flex flex-wrap items-start gap-2">
        <div className="me-auto">
          <RecordSummary records={items} />
        </div>
        <CopyButton text={zone} name={t('zone')} />
        <RecheckButton name={t('recheckAll')} />
      </div>
      <Section>
        <RecordList records={items} />
      </Section>
      {caller.domains === null && (
        <Section title={t('remove')}>
          <Card>
            <SettingRow title={t('removeThis')} about={t('removeAbout')}>
              <ConfirmForm
                action={deleteDomain}
                name={t('removeDomain')}
                question={t('removeQuestion', { name })}
                consequence={t('removeWhat')}
                fields={{ name }}
              />
            </SettingRow>
          </Card>
        </Section>
      )}
    </>
  );
}
