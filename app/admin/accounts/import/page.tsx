import { getTranslations } from 'next-intl/server';
import { importAccounts } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
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
        <ActionForm action={importAccounts} className="grid max-w-lg gap-4">
          <label className="grid gap-1.5 text-[13px] font-medium">
            {t('file')}
            <input type="file" name="file" accept=".csv,text/csv" required className="text-[14px] font-normal" />
          </label>
          <pre className="overflow-x-auto rounded-control bg-hover p-3 font-mono text-[12px] leading-5" dir="ltr" tabIndex={0}>
            {'email,name,password,quota\nbob@hamburger.edu,"Bob, the cook",a long password,5 GB'}
          </pre>
          <label className="flex min-h-6 items-center gap-2.5">
            <input type="checkbox" name="update" className="size-4.5 accent-accent" />
            {t('update')}
          </label>
          <div>
            <Button type="submit" variant="primary">
              {t('begin')}
            </Button>
          </div>
        </ActionForm>
      </Card>
    </PageBody>
  );
}
