import { SettingSegment } from '#components/settings/setting-segment.tsx';
import { ThemeChoice } from '#components/settings/theme-choice.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { ownAccount } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

const densities = [
  { value: 'compact', name: 'Compact' },
  { value: 'cosy', name: 'Cosy' },
  { value: 'comfortable', name: 'Comfortable' },
];
const panes = [
  { value: 'right', name: 'Right' },
  { value: 'bottom', name: 'Bottom' },
  { value: 'off', name: 'Off' },
];

export default async function Appearance() {
  const user = await userOfPage('/settings/appearance');
  const settings = (await ownAccount(user))?.settings;
  if (!settings) return null;
  return (
    <PageBody>
      <PageHead title="Appearance" />
      <Section>
        <ThemeChoice value={settings.theme} />
      </Section>
      <Section>
        <Card>
          <SettingRow title="Density" about="Row height in lists">
            <SettingSegment name="density" label="Density" value={settings.density} choices={densities} />
          </SettingRow>
          <SettingRow title="Reading pane" about="Where an open conversation is shown">
            <SettingSegment name="readingPane" label="Reading pane" value={settings.readingPane} choices={panes} />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
