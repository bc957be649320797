import { getTranslations } from 'next-intl/server';
import { SettingSegment } from '#components/settings/setting-segment.tsx';
import { ThemeChoice } from '#components/settings/theme-choice.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { densities, readingPanes } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Appearance() {
  const user = await userOfPage('/settings/appearance');
  const settings = (await ownAccount(user))?.settings;
  if (!settings) return null;
  const t = await getTranslations('settings.appearance');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.appearance')} />
      <Section>
        <ThemeChoice value={settings.theme} />
      </Section>
      <Section>
        <Card>
          <SettingRow title={t('density')} about={t('densityAbout')}>
            <SettingSegment
              name="density"
              label={t('density')}
              value={settings.density}
              choices={densities.map((value) => ({ value, name: t(`densities.${value}`) }))}
            />
          </SettingRow>
          <SettingRow title={t('readingPane')} about={t('readingPaneAbout')}>
            <SettingSegment
              name="readingPane"
              label={t('readingPane')}
              value={settings.readingPane}
              choices={readingPanes.map((value) => ({ value, name: t(`panes.${value}`) }))}
            />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
