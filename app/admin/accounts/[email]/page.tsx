import { getLocale, getTranslations } from 'next-intl/server';
import { AccessSection } from '#components/admin/accounts/access-section.tsx';
import { AccountFields } from '#components/admin/accounts/account-fields.tsx';
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
import { CapabilitiesSection } from '#components/admin/accounts/capabilities-section.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { LimitsSection } from '#components/admin/accounts/limits-section.tsx';
import { RestoreSection } from '#components/admin/accounts/restore-section.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { FieldForm, LineForm } from '#components/ui/form/field-form.tsx';
import { NewPasswordField } from '#components/ui/form/new-password-field.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { browserName } from '#lib/web/browser-name.ts';
import { accountGet, sessionList } from '#server/admin/operations/accounts.ts';
import { appPasswordList } from '#server/admin/operations/app-passwords.ts';
import { accountLimits } from '#server/admin/operations/delivery.ts';
import { accessList } from '#server/admin/operations/mail-access.ts';
import { accountRestorations } from '#server/admin/operations/past.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function AccountPage({ params }: { params: Promise<{ email: string }> }) {
  const caller = await callerOfPage();
  const email = decodeURIComponent((await params).email);
  const [account, { items: programs }, { items: sessions }, { items: access }, past, limits] = await Promise.all([
    ask(accountGet, { email }),
    ask(appPasswordList, { email }),
    ask(sessionList, { email }),
    ask(accessList, { email }),
    ask(accountRestorations, { email }),
    ask(accountLimits, { email }),
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
          <FieldForm action={editAccount} fields={{ email }} submit={t('save')}>
            <AccountFields
              display={account.display}
              quota={account.quotaBytes === null ? '' : `${account.quotaBytes / 1e9} GB`}
              isAdmin={account.isAdmin}
              mayAdmin={caller.domains === null}
            />
          </FieldForm>
        </Card>
      </Section>
      <Section title={t('password')} about={t('passwordAbout')}>
        <Card className="p-4">
          <FieldForm action={resetPassword} fields={{ email }} submit={t('setPassword')} quiet>
            <NewPasswordField label={t('newPassword')} hint={t('passwordHint')} />
          </FieldForm>
        </Card>
      </Section>
      <Section title={t('appPasswords')} about={t('appPasswordsAbout')}>
        <TableCard
          label={t('appPasswords')}
          rows={programs}
          keyOf={({ id }) => id}
          empty={t('noAppPasswords')}
          columns={[
            { name: t('program'), look: 'strong', className: 'max-w-72 truncate', cell: ({ label }) => <span dir="auto">{label}</span> },
            { name: t('made'), cell: ({ createdAt }) => format.day(createdAt) },
            { name: t('lastUsed'), cell: ({ usedAt }) => (usedAt ? format.day(usedAt) : t('never')) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ id, label }) => (
                <ConfirmForm
                  action={revokeAppPassword}
                  name={t('revoke')}
                  question={t('revokeOne', { name: label })}
                  consequence={t('revokeWhat')}
                  fields={{ email, id }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={addAppPassword} fields={{ email }} submit={t('newAppPassword')}>
              <TextField label={t('program')} name="label" required maxLength={100} className="w-72 max-w-full" autoComplete="off" />
            </LineForm>
          }
        />
      </Section>
      <LimitsSection email={email} limits={limits} format={format} />
      <CapabilitiesSection email={email} off={account.imapOff} />
      <RestoreSection email={email} from={past.from} items={past.items} format={format} />
      <AccessSection email={email} items={access} own={caller.name} format={format} />
      <Section title={t('closing')}>
        <Card>
          <SettingRow title={t('sessions')} about={t('sessionsAbout')}>
            <ActButton action={signOutAccount} fields={{ email }}>
              {t('signOut')}
            </ActButton>
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
                <ActButton action={endSession} fields={{ email, id: session.id }} label={t('endOne', { name })}>
                  {t('end')}
                </ActButton>
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
            <ActButton action={suspendAccount} fields={{ email, suspended: !suspended }}>
              {suspended ? t('resume') : t('suspend')}
            </ActButton>
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
