import { getTranslations } from 'next-intl/server';
import { RestorePage } from '#components/settings/restore-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Restore() {
  await userOfPage('/settings/restore');
  const t = await getTranslations('settings.restore');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.restore')} about={t('about')} />
      <RestorePage />
    </PageBody>
  );
}
