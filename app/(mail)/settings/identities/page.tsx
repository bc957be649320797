import { getTranslations } from 'next-intl/server';
import { IdentityList } from '#components/settings/addresses/identity-list.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { ownAddresses } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Identities() {
  const user = await userOfPage('/settings/identities');
  const t = await getTranslations('settings.identities');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.identities')} about={t('about')} />
      <IdentityList addresses={await ownAddresses(user)} />
    </PageBody>
  );
}
