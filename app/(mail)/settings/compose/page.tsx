import { IdentityForm } from '#components/settings/identity-form.tsx';
import { SettingSelect } from '#components/settings/setting-select.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { undoChoices } from '#lib/settings/account-settings.ts';
import { ownAccount, ownIdentities } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function ComposeSettings() {
  const user = await userOfPage('/settings/compose');
  const [account, identities] = await Promise.all([ownAccount(user), ownIdentities(user)]);
  if (!account) return null;
  const windows = undoChoices.map((seconds) => ({ value: String(seconds), name: seconds === 0 ? 'Off' : `${seconds} seconds` }));
  return (
    <PageBody>
      <PageHead title="Compose" />
      <Section>
        <Card>
          <SettingRow title="Undo send" about="How long a message waits on the server, so that you can take it back">
            <SettingSelect name="undoSeconds" label="Undo send" value={String(account.settings.undoSeconds)} options={windows} numeric />
          </SettingRow>
        </Card>
      </Section>
      <Section title="Identities and signatures" about="The addresses that you can write from. An administrator can add others as aliases.">
        <Card>
          {identities.map(({ identityId, email, name, textSignature }) => (
            <IdentityForm key={identityId} id={identityId} email={email} name={name} signature={textSignature} />
          ))}
        </Card>
      </Section>
    </PageBody>
  );
}
