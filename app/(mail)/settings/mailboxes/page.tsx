import { getTranslations } from 'next-intl/server';
import { MailboxesPage } from '#components/settings/mailboxes-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Mailboxes() {
  await userOfPage('/settings/mailboxes');
  const t = await getTranslations('settings.mailboxes');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.mailboxes')} about={t('about')} />
      <MailboxesPage />
    </PageBody>
  );
}
