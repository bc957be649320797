import { getTranslations } from 'next-intl/server';
import { SettingSelect } from '#components/settings/setting-select.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { afterArchiveChoices, receiptChoices, swipeChoices } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Reading() {
  const user = await userOfPage('/settings/reading');
  const settings = (await ownAccount(user))?.settings;
  if (!settings) return null;
  const t = await getTranslations('settings.reading');
  const ui = await getTranslations('ui');
  const swipes = swipeChoices.map((value) => ({ value, name: t(`swipes.${value}`) }));
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.reading')} />
      <Section>
        <Card>
          <SettingRow title={t('afterArchive')} about={t('afterArchiveAbout')}>
            <SettingSelect
              name="afterArchive"
              label={t('afterArchive')}
              value={settings.afterArchive}
              options={afterArchiveChoices.map((value) => ({ value, name: t(`after.${value}`) }))}
            />
          </SettingRow>
          <SettingRow title={t('readReceipts')} about={t('readReceiptsAbout')}>
            <SettingSelect
              name="readReceipts"
              label={t('readReceipts')}
              value={settings.readReceipts}
              options={receiptChoices.map((value) => ({ value, name: t(`receipts.${value}`) }))}
            />
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('phone')} about={t('phoneAbout')}>
        <Card>
          <SettingRow title={t('swipeRight')}>
            <SettingSelect name="swipeRight" label={t('swipeRight')} value={settings.swipeRight} options={swipes} />
          </SettingRow>
          <SettingRow title={t('swipeLeft')}>
            <SettingSelect name="swipeLeft" label={t('swipeLeft')} value={settings.swipeLeft} options={swipes} />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
