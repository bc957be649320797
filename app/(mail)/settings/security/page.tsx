import { Monitor, Smartphone } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { addAppPassword, changeOwnPassword, endOneSession, endOtherSessions, revokeAppPassword } from '#components/settings/actions.ts';
import { formatDay, formatMoment } from '#components/settings/format.ts';
import { OwnData } from '#components/settings/account/own-data.tsx';
import { AccessList } from '#components/settings/security/access-list.tsx';
import { PasskeySection } from '#components/settings/security/passkey-section.tsx';
import { TotpSection } from '#components/settings/security/totp-section.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
          <ActionForm action={changeOwnPassword} className="grid max-w-md gap-4">
            <input type="hidden" name="username" autoComplete="username" value={user.login} />
            <TextField label={t('current')} name="current" type="password" required autoComplete="current-password" />
            <TextField
              label={t('next')}
              name="next"
              type="password"
              required
              minLength={8}
              autoComplete="new-password"
              hint={t('tooShort')}
            />
            <TextField label={t('again')} name="again" type="password" required minLength={8} autoComplete="new-password" />
            <div>
              <Button type="submit">{t('change')}</Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <PasskeySection
        isPossible={factors.siteTakesPasskeys}
        keys={factors.passkeys.map(({ id, label, createdAt, usedAt }) => ({ id, label, made: day(createdAt), used: day(usedAt) }))}
      />
      <TotpSection isOn={factors.hasTotp} recoveryCodes={factors.recoveryCodes} />
      <Section title={t('appPasswords')} about={t('appPasswordsAbout')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('appPasswords')}
            columns={[{ name: t('program') }, { name: t('made') }, { name: t('used') }, { name: t('actions'), quiet: true }]}
            empty={t('noAppPasswords')}
          >
            {programs.map(({ appId, label, createdAt, usedAt }) => (
              <tr key={appId}>
                <Cell className="font-medium">{label}</Cell>
                <Cell>{day(createdAt)}</Cell>
                <Cell>{day(usedAt)}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={revokeAppPassword}
                    name={t('revoke')}
                    label={t('revokeOne', { name: label })}
                    question={t('revokeQuestion', { name: label })}
                    consequence={t('revokeMeans')}
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
                  label={t('program')}
                  name="label"
                  required
                  maxLength={100}
                  placeholder={t('programExample')}
                  className="w-72 max-w-full"
                  autoComplete="off"
                />
                <Button type="submit">{t('newAppPassword')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
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
                  <ActionForm action={endOneSession}>
                    <input type="hidden" name="id" value={sessionId} />
                    <Button type="submit" size="sm" aria-label={t('endOne', { name: nameOf(agent) })}>
                      {t('end')}
                    </Button>
                  </ActionForm>
                )}
              </SettingRow>
            );
          })}
          <SettingRow title={t('endOthers')} about={t('endOthersAbout')}>
            <ActionForm action={endOtherSessions} className="grid justify-items-end gap-2">
              <Button type="submit" variant="danger" size="sm">
                {t('endOthers')}
              </Button>
            </ActionForm>
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
