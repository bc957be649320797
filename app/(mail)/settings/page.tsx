import { SettingSelect } from '#components/settings/setting-select.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { languages } from '#lib/settings/account-settings.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

const weekdays = [
  { value: '1', name: 'Monday' },
  { value: '0', name: 'Sunday' },
  { value: '6', name: 'Saturday' },
];

export default async function General() {
  const user = await userOfPage('/settings');
  const account = await ownAccount(user);
  if (!account) return null;
  const { settings } = account;
  const ownNames = languages.map((value) => ({ value, name: new Intl.DisplayNames([value], { type: 'language' }).of(value) ?? value }));
  const zones = [
    { value: 'auto', name: 'As this device' },
    ...Intl.supportedValuesOf('timeZone').map((value) => ({ value, name: value.replaceAll('_', ' ') })),
  ];
  return (
    <PageBody>
      <PageHead title="General" about={account.email} />
      <Card>
        <SettingRow title="Language" about="For dates and numbers; the interface is in English for now">
          <SettingSelect name="language" label="Language" value={settings.language} options={ownNames} />
        </SettingRow>
        <SettingRow title="Time zone" about="Dates and times are shown in it">
          <SettingSelect name="timeZone" label="Time zone" value={settings.timeZone} options={zones} />
        </SettingRow>
        <SettingRow title="Week starts on" about="In calendars and in searches such as “this week”">
          <SettingSelect name="weekStart" label="Week starts on" value={String(settings.weekStart)} options={weekdays} numeric />
        </SettingRow>
      </Card>
    </PageBody>
  );
}
