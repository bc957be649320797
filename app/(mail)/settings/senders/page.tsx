import { getTranslations } from 'next-intl/server';
import { SendersPage } from '#components/settings/senders-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Senders() {
  await userOfPage('/settings/senders');
  const t = await getTranslations('settings.senders');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.senders')} about={t('about')} />
      <SendersPage />
    </PageBody>
  );
}
