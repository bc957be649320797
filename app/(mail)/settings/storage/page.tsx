import { getTranslations } from 'next-intl/server';
import { StoragePage } from '#components/settings/storage-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Storage() {
  const account = await ownAccount(await userOfPage('/settings/storage'));
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.storage')} />
      <StoragePage used={account?.usedBytes ?? 0} limit={account?.quotaBytes ?? null} />
    </PageBody>
  );
}
