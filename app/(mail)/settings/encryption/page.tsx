import { getTranslations } from 'next-intl/server';
import { EncryptionPage } from '#components/settings/encryption/encryption-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Encryption() {
  await userOfPage('/settings/encryption');
  const t = await getTranslations('reading.crypto');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.encryption')} about={t('about')} />
      <EncryptionPage />
    </PageBody>
  );
}
