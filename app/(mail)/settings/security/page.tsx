import { addAppPassword, changeOwnPassword, endOtherSessions, revokeAppPassword } from '#components/settings/actions.ts';
import { formatDay } from '#components/settings/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { ownAccount } from '#server/auth/own-account.ts';
import { ownAppPasswords } from '#server/auth/own-credentials.ts';
import { userOfPage } from '#server/auth/require.ts';

export default async function Security() {
  const user = await userOfPage('/settings/security');
  const [account, programs] = await Promise.all([ownAccount(user), ownAppPasswords(user)]);
  const day = (at: Date | null) => (at ? formatDay(at, account?.settings) : 'Never');
  return (
    <PageBody>
      <PageHead title="Security" />
      <Section title="Password" about="A new one signs you out everywhere else, in browsers and in mail programs.">
        <Card className="p-4">
          <ActionForm action={changeOwnPassword} className="grid max-w-md gap-4">
            <input type="hidden" name="username" autoComplete="username" value={user.login} />
            <TextField label="Current password" name="current" type="password" required autoComplete="current-password" />
            <TextField
              label="New password"
              name="next"
              type="password"
              required
              minLength={8}
              autoComplete="new-password"
              hint="At least 8 characters."
            />
            <TextField label="New password again" name="again" type="password" required minLength={8} autoComplete="new-password" />
            <div>
              <Button type="submit">Change password</Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title="App passwords" about="For mail programs. Each one works for one program only, and cannot be used to sign in here.">
        <Card className="overflow-hidden">
          <DataTable
            label="App passwords"
            columns={[{ name: 'Program' }, { name: 'Made' }, { name: 'Last used' }, { name: 'Actions', quiet: true }]}
            empty="No app passwords yet."
          >
            {programs.map(({ appId, label, createdAt, usedAt }) => (
              <tr key={appId}>
                <Cell className="font-medium">{label}</Cell>
                <Cell>{day(createdAt)}</Cell>
                <Cell>{day(usedAt)}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={revokeAppPassword}
                    name="Revoke"
                    label={`Revoke ${label}`}
                    question={`Revoke the password of ${label}?`}
                    consequence="The program can no longer sign in."
                    fields={{ id: String(appId) }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={addAppPassword} className="grid gap-3">
              <div className="flex flex-wrap items-end gap-2">
                <TextField
                  label="Program"
                  name="label"
                  required
                  maxLength={100}
                  placeholder="Thunderbird, studio"
                  className="w-72 max-w-full"
                  autoComplete="off"
                />
                <Button type="submit">New app password</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <Section title="Sessions" about="Every browser in which you signed in and did not sign out.">
        <Card>
          <SettingRow title="Sign out everywhere else" about="Also ends what mail programs remember of your password">
            <ActionForm action={endOtherSessions} className="grid justify-items-end gap-2">
              <Button type="submit" variant="danger" size="sm">
                Sign out everywhere else
              </Button>
            </ActionForm>
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
