import { getTranslations } from 'next-intl/server';
import { NotificationsPage } from '#components/settings/notifications-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Notifications() {
  await userOfPage('/settings/notifications');
  const t = await getTranslations('settings.notifications');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.notifications')} about={t('about')} />
      <NotificationsPage />
    </PageBody>
  );
}
