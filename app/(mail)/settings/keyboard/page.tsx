import { getTranslations } from 'next-intl/server';
import { KeyboardPage } from '#components/settings/keyboard/keyboard-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Keyboard() {
  await userOfPage('/settings/keyboard');
  const t = await getTranslations('settings.keyboard');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.keyboard')} about={t('about')} />
      <KeyboardPage />
    </PageBody>
  );
}
