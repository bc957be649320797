import { getTranslations } from 'next-intl/server';
import { SettingSelect } from '#components/settings/setting-select.tsx';
import { SendersPage } from '#components/settings/senders-page.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { junkScoreChoices } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

type Level = keyof typeof junkScoreChoices;
const levels = Object.entries(junkScoreChoices) as [Level, number][];

export default async function Senders() {
  const user = await userOfPage('/settings/senders');
  const settings = (await ownAccount(user))?.settings;
  if (!settings) return null;
  const t = await getTranslations('settings.senders');
  const ui = await getTranslations('ui');
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.senders')} about={t('about')} />
      <Section>
        <Card>
          <SettingRow title={t('junkFilter')} about={t('junkFilterAbout')}>
            <SettingSelect
              name="junkScore"
              label={t('junkFilter')}
              value={String(settings.junkScore)}
              numeric
              options={levels.map(([level, score]) => ({ value: String(score), name: t(`junkLevels.${level}`) }))}
            />
          </SettingRow>
        </Card>
      </Section>
      <SendersPage />
    </PageBody>
  );
}
