import { getTranslations } from 'next-intl/server';
import { TransferPage } from '#components/settings/transfer-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Transfer() {
  await userOfPage('/settings/transfer');
  const t = await getTranslations('settings.transfer');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.transfer')} about={t('about')} />
      <TransferPage />
    </PageBody>
  );
}
