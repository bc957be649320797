import { getLocale, getTranslations } from 'next-intl/server';
import { AccessSection } from '#components/admin/access-section.tsx';
import { AccountFields } from '#components/admin/account-fields.tsx';
import {
  addAppPassword,
  deleteAccount,
  editAccount,
  endSession,
  resetFactor,
  resetPassword,
  revokeAppPassword,
  signOutAccount,
  suspendAccount,
} from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { browserName } from '#lib/web/browser-name.ts';
import { accountGet, sessionList } from '#server/admin/operations/accounts.ts';
import { appPasswordList } from '#server/admin/operations/app-passwords.ts';
import { accessList } from '#server/admin/operations/mail-access.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function AccountPage({ params }: { params: Promise<{ email: string }> }) {
  const caller = await callerOfPage();
  const email = decodeURIComponent((await params).email);
  const [account, { items: programs }, { items: sessions }, { items: access }] = await Promise.all([
    ask(accountGet, { email }),
    ask(appPasswordList, { email }),
    ask(sessionList, { email }),
    ask(accessList, { email }),
  ]);
  const t = await getTranslations('admin.account');
  const format = adminFormat(await getLocale());
  const { suspended } = account;
  return (
    <PageBody>
      <Breadcrumb href="/admin/accounts" name={(await getTranslations('admin.accounts'))('title')} />
      <PageHead
        title={<span dir="ltr">{account.email}</span>}
        about={t('about', {
          made: format.day(account.createdAt),
          messages: account.usedMessages,
          size: format.bytes(account.usedBytes),
          signedIn: account.lastLoginAt ? format.time(account.lastLoginAt) : t('never'),
        })}
      >
        {suspended && <StatusBadge look="bad">{t('suspendedBadge')}</StatusBadge>}
        {account.isAdmin && <StatusBadge look="accent">{t('administrator')}</StatusBadge>}
        {account.administers.map((domain) => (
          <StatusBadge key={domain} look="accent">
            {t('administers', { domain })}
          </StatusBadge>
        ))}
      </PageHead>
      <Section>
        <Card className="p-4">
          <ActionForm action={editAccount} className="grid max-w-md gap-4" keep>
            <input type="hidden" name="email" value={email} />
            <AccountFields
              display={account.display}
              quota={account.quotaBytes === null ? '' : `${account.quotaBytes / 1e9} GB`}
              isAdmin={account.isAdmin}
              mayAdmin={caller.domains === null}
            />
            <div>
              <Button type="submit" variant="primary">
                {t('save')}
              </Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title={t('password')} about={t('passwordAbout')}>
        <Card className="p-4">
          <ActionForm action={resetPassword} className="grid max-w-md gap-4">
            <input type="hidden" name="email" value={email} />
            <TextField
              label={t('newPassword')}
              name="password"
              type="password"
              required
              minLength={8}
              autoComplete="new-password"
              hint={t('passwordHint')}
            />
            <div>
              <Button type="submit">{t('setPassword')}</Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title={t('appPasswords')} about={t('appPasswordsAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('appPasswords')}
            columns={[{ name: t('program') }, { name: t('made') }, { name: t('lastUsed') }, { name: t('actions'), quiet: true }]}
            empty={t('noAppPasswords')}
          >
            {programs.map((program) => (
              <tr key={program.id}>
                <Cell className="font-medium">
                  <span dir="auto">{program.label}</span>
                </Cell>
                <Cell>{format.day(program.createdAt)}</Cell>
                <Cell>{program.usedAt ? format.day(program.usedAt) : t('never')}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={revokeAppPassword}
                    name={t('revoke')}
                    label={t('revokeOne', { name: program.label })}
                    question={t('revokeOne', { name: program.label })}
                    consequence={t('revokeWhat')}
                    fields={{ email, id: String(program.id) }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={addAppPassword} className="grid gap-3">
              <input type="hidden" name="email" value={email} />
              <div className="flex flex-wrap items-end gap-2">
                <TextField label={t('program')} name="label" required maxLength={100} className="w-72 max-w-full" autoComplete="off" />
                <Button type="submit">{t('newAppPassword')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <AccessSection email={email} items={access} own={caller.name} format={format} />
      <Section title={t('closing')}>
        <Card>
          <SettingRow title={t('sessions')} about={t('sessionsAbout')}>
            <ActionForm action={signOutAccount} className="grid justify-items-end gap-2">
              <input type="hidden" name="email" value={email} />
              <Button type="submit" size="sm">
                {t('signOut')}
              </Button>
            </ActionForm>
          </SettingRow>
          {sessions.map((session) => {
            const { browser, system } = browserName(session.agent);
            const name = [browser, system].filter(Boolean).join(', ') || session.address;
            return (
              <SettingRow
                key={session.id}
                title={name}
                about={t('sessionFacts', { address: session.address, seen: format.time(session.seenAt) })}
              >
                <ActionForm action={endSession} className="grid justify-items-end gap-2">
                  <input type="hidden" name="email" value={email} />
                  <input type="hidden" name="id" value={session.id} />
                  <Button type="submit" size="sm" aria-label={t('endOne', { name })}>
                    {t('end')}
                  </Button>
                </ActionForm>
              </SettingRow>
            );
          })}
          <SettingRow title={t('factor')} about={account.hasSecondFactor ? t('factorOn') : t('factorOff')}>
            <ConfirmForm
              action={resetFactor}
              name={t('resetFactor')}
              question={t('resetFactorQuestion')}
              consequence={t('resetFactorWhat')}
              fields={{ email }}
            />
          </SettingRow>
          <SettingRow title={suspended ? t('isSuspended') : t('suspend')} about={t('suspendAbout')}>
            <ActionForm action={suspendAccount} className="grid justify-items-end gap-2">
              <input type="hidden" name="email" value={email} />
              <input type="hidden" name="suspended" value={String(!suspended)} />
              <Button type="submit" size="sm">
                {suspended ? t('resume') : t('suspend')}
              </Button>
            </ActionForm>
          </SettingRow>
          <SettingRow title={t('delete')} about={t('deleteAbout')}>
            <ConfirmForm
              action={deleteAccount}
              name={t('deleteAccount')}
              question={t('deleteQuestion', { email })}
              consequence={t('deleteWhat', { messages: account.usedMessages })}
              fields={{ email }}
            />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
