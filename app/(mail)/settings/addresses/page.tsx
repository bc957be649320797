import { getTranslations } from 'next-intl/server';
import { AddressesPage } from '#components/settings/addresses/addresses-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Addresses() {
  await userOfPage('/settings/addresses');
  const t = await getTranslations('settings.addresses');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.addresses')} about={t('about')} />
      <AddressesPage />
    </PageBody>
  );
}
