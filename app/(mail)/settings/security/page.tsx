import { Monitor, Smartphone } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { addAppPassword, changeOwnPassword, endOneSession, endOtherSessions, revokeAppPassword } from '#components/settings/actions.ts';
import { formatDay, formatMoment } from '#components/settings/format.ts';
import { OwnData } from '#components/settings/account/own-data.tsx';
import { AccessList } from '#components/settings/security/access-list.tsx';
import { PasskeySection } from '#components/settings/security/passkey-section.tsx';
import { TotpSection } from '#components/settings/security/totp-section.tsx';
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
import { ownAccess } from '#server/admin/own-access.ts';
import { ownAccount } from '#server/auth/own-account.ts';
import { ownAppPasswords, ownSessions } from '#server/auth/own-credentials.ts';
import { userOfPage } from '#server/auth/require.ts';
import { ownFactors } from '#server/auth/second-factor/own-factors.ts';
import { currentSessionId } from '#server/auth/session.ts';

export default async function Security() {
  const user = await userOfPage('/settings/security');
  const [account, programs, sessions, own, factors, access] = await Promise.all([
    ownAccount(user),
    ownAppPasswords(user),
    ownSessions(user),
    currentSessionId(),
    ownFactors(user),
    ownAccess(user.accountId),
  ]);
  const t = await getTranslations('settings.security');
  const ui = await getTranslations('ui');
  const day = (at: Date | null) => (at ? formatDay(at, account?.settings) : t('never'));
  const nameOf = (agent: string) => {
    const { browser, system } = browserName(agent);
    return browser && system ? t('browserOn', { browser, system }) : (browser ?? system ?? t('unknownBrowser'));
  };
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.security')} />
      <Section title={t('password')} about={t('passwordAbout')}>
        <Card className="p-4">
          <FieldForm action={changeOwnPassword} submit={t('change')} quiet>
            <input type="hidden" name="username" autoComplete="username" value={user.login} />
            <TextField label={t('current')} name="current" type="password" required autoComplete="current-password" />
            <NewPasswordField label={t('next')} name="next" hint={t('tooShort')} />
            <NewPasswordField label={t('again')} name="again" />
          </FieldForm>
        </Card>
      </Section>
      <PasskeySection
        isPossible={factors.siteTakesPasskeys}
        keys={factors.passkeys.map(({ id, label, createdAt, usedAt }) => ({ id, label, made: day(createdAt), used: day(usedAt) }))}
      />
      <TotpSection isOn={factors.hasTotp} recoveryCodes={factors.recoveryCodes} />
      <Section title={t('appPasswords')} about={t('appPasswordsAbout')}>
        <TableCard
          label={t('appPasswords')}
          rows={programs}
          keyOf={({ appId }) => appId}
          empty={t('noAppPasswords')}
          columns={[
            { name: t('program'), look: 'strong', cell: ({ label }) => <span dir="auto">{label}</span> },
            { name: t('made'), cell: ({ createdAt }) => day(createdAt) },
            { name: t('used'), cell: ({ usedAt }) => day(usedAt) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ appId, label }) => (
                <ConfirmForm
                  action={revokeAppPassword}
                  name={t('revoke')}
                  question={t('revokeOne', { name: label })}
                  consequence={t('revokeMeans')}
                  fields={{ id: appId }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={addAppPassword} submit={t('newAppPassword')}>
              <TextField
                label={t('program')}
                name="label"
                required
                maxLength={100}
                placeholder={t('programExample')}
                className="w-72 max-w-full"
                autoComplete="off"
              />
            </LineForm>
          }
        />
      </Section>
      <Section title={t('sessions')} about={t('sessionsAbout')}>
        <Card>
          {sessions.map(({ sessionId, agent, address, createdAt, seenAt }) => {
            const Icon = browserName(agent).isPhone ? Smartphone : Monitor;
            return (
              <SettingRow
                key={sessionId}
                lead={<Icon size={18} strokeWidth={1.75} aria-hidden />}
                title={
                  <span className="flex flex-wrap items-center gap-2">
                    {nameOf(agent)}
                    {sessionId === own && <StatusBadge look="accent">{t('thisDevice')}</StatusBadge>}
                  </span>
                }
                about={t('sessionFacts', { address, since: day(createdAt), seen: formatMoment(seenAt, account?.settings) })}
              >
                {sessionId !== own && (
                  <ActButton action={endOneSession} fields={{ id: sessionId }} label={t('endOne', { name: nameOf(agent) })}>
                    {t('end')}
                  </ActButton>
                )}
              </SettingRow>
            );
          })}
          <SettingRow title={t('endOthers')} about={t('endOthersAbout')}>
            <ActButton action={endOtherSessions} variant="danger">
              {t('endOthers')}
            </ActButton>
          </SettingRow>
        </Card>
      </Section>
      <AccessList
        items={access.map((one) => ({
          ...one,
          ...{ from: formatMoment(one.createdAt, account?.settings), until: formatMoment(one.endedAt ?? one.expiresAt, account?.settings) },
          items: one.items.map((item) => ({ ...item, at: formatMoment(item.at, account?.settings) })),
        }))}
      />
      <OwnData />
    </PageBody>
  );
}
