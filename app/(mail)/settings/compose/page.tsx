import { getTranslations } from 'next-intl/server';
import { SettingSelect } from '#components/settings/setting-select.tsx';
import { SettingSwitch } from '#components/settings/setting-switch.tsx';
import { TemplateList } from '#components/settings/template-list.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { undoChoices, writeLanguages } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function ComposeSettings() {
  const user = await userOfPage('/settings/compose');
  const settings = (await ownAccount(user))?.settings;
  if (!settings) return null;
  const t = await getTranslations('settings.compose');
  const ui = await getTranslations('ui');
  const names = new Intl.DisplayNames([settings.language], { type: 'language' });
  const spelling = writeLanguages.map((value) => ({
    value,
    name: value === 'auto' ? t('spellingAuto') : value === 'off' ? t('spellingOff') : (names.of(value) ?? value),
  }));
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.compose')} />
      <Section>
        <Card>
          <SettingRow title={t('undoSend')} about={t('undoSendAbout')}>
            <SettingSelect
              name="undoSeconds"
              label={t('undoSend')}
              value={String(settings.undoSeconds)}
              options={undoChoices.map((seconds) => ({ value: String(seconds), name: t('seconds', { seconds }) }))}
              numeric
            />
          </SettingRow>
          <SettingRow title={t('plainText')} about={t('plainTextAbout')}>
            <SettingSwitch name="plainText" label={t('plainText')} value={settings.plainText} />
          </SettingRow>
          <SettingRow title={t('attachmentReminder')} about={t('attachmentReminderAbout')}>
            <SettingSwitch name="attachmentReminder" label={t('attachmentReminder')} value={settings.attachmentReminder} />
          </SettingRow>
          <SettingRow title={t('spelling')} about={t('spellingAbout')}>
            <SettingSelect name="writeLanguage" label={t('spelling')} value={settings.writeLanguage} options={spelling} />
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('templates')} about={t('templatesAbout')}>
        <TemplateList />
      </Section>
    </PageBody>
  );
}
