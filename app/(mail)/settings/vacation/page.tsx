import { getTranslations } from 'next-intl/server';
import { VacationPage } from '#components/settings/vacation-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Vacation() {
  await userOfPage('/settings/vacation');
  const t = await getTranslations('settings.vacation');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.vacation')} about={t('about')} />
      <VacationPage />
    </PageBody>
  );
}
