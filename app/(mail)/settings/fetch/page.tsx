import { getTranslations } from 'next-intl/server';
import { FetchPage } from '#components/settings/fetch/fetch-page.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { userOfPage } from '#server/auth/require.ts';

export default async function Fetch({ searchParams }: { searchParams: Promise<Record<string, string | string[] | undefined>> }) {
  await userOfPage('/settings/fetch');
  const t = await getTranslations('settings.fetch');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.fetch')} about={t('about')} />
      <FetchPage whole={(await searchParams).whole === '1'} />
    </PageBody>
  );
}
