import { getTranslations } from 'next-intl/server';
import { SettingSelect } from '#components/settings/setting-select.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { clocks, dateFormats, languages } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function General() {
  const user = await userOfPage('/settings');
  const account = await ownAccount(user);
  if (!account) return null;
  const { settings } = account;
  const t = await getTranslations('settings');
  const ui = await getTranslations('ui');
  const ownNames = languages.map((value) => ({ value, name: new Intl.DisplayNames([value], { type: 'language' }).of(value) ?? value }));
  const zones = [
    { value: 'auto', name: t('general.asDevice') },
    ...Intl.supportedValuesOf('timeZone').map((value) => ({ value, name: value.replaceAll('_', ' ') })),
  ];
  const day = new Intl.DateTimeFormat(settings.language, { weekday: 'long', timeZone: 'UTC' });
  const weekdays = [1, 0, 6].map((value) => ({ value: String(value), name: day.format(Date.UTC(2026, 0, 4 + value)) })); // a Sunday
  const about = (name: 'language' | 'timeZone' | 'weekStart' | 'dateFormat' | 'clock') => ({
    title: t(`general.${name}`),
    about: t(`general.${name}About`),
  });
  const labelled = (name: 'language' | 'timeZone' | 'weekStart' | 'dateFormat' | 'clock') => ({ name, label: t(`general.${name}`) });
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.general')} about={account.email} />
      <Card>
        <SettingRow {...about('language')}>
          <SettingSelect {...labelled('language')} value={settings.language} options={ownNames} reload />
        </SettingRow>
        <SettingRow {...about('timeZone')}>
          <SettingSelect {...labelled('timeZone')} value={settings.timeZone} options={zones} />
        </SettingRow>
        <SettingRow {...about('weekStart')}>
          <SettingSelect {...labelled('weekStart')} value={String(settings.weekStart)} options={weekdays} numeric />
        </SettingRow>
        <SettingRow {...about('dateFormat')}>
          <SettingSelect
            {...labelled('dateFormat')}
            value={settings.dateFormat}
            options={dateFormats.map((value) => ({ value, name: t(`general.dateFormats.${value}`) }))}
          />
        </SettingRow>
        <SettingRow {...about('clock')}>
          <SettingSelect
            {...labelled('clock')}
            value={settings.clock}
            options={clocks.map((value) => ({ value, name: t(`general.clocks.${value}`) }))}
          />
        </SettingRow>
      </Card>
    </PageBody>
  );
}
