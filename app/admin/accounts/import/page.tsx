import { getTranslations } from 'next-intl/server';
import { importAccounts } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { Card } from '#components/ui/card.tsx';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { FieldForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { callerOfPage } from '#server/admin/page.ts';

export default async function ImportAccounts() {
  await callerOfPage();
  const t = await getTranslations('admin.importing');
  return (
    <PageBody>
      <Breadcrumb href="/admin/accounts" name={(await getTranslations('admin.accounts'))('title')} />
      <PageHead title={t('title')} about={t('about')} />
      <Card className="p-4">
        <FieldForm action={importAccounts} submit={t('begin')} width="middle">
          <label className="grid gap-1.5 text-[13px] font-medium">
            {t('file')}
            <input type="file" name="file" accept=".csv,text/csv" required className="text-[14px] font-normal" />
          </label>
          <pre className="overflow-x-auto rounded-control bg-hover p-3 font-mono text-[12px] leading-5" dir="ltr" tabIndex={0}>
            {'email,name,password,quota\nbob@hamburger.edu,"Bob, the cook",a long password,5 GB'}
          </pre>
          <CheckField name="update">{t('update')}</CheckField>
        </FieldForm>
      </Card>
    </PageBody>
  );
}
