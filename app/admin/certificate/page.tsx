import { getLocale, getTranslations } from 'next-intl/server';
import { renewCertificate } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { certShow } from '#server/admin/operations/certificates.ts';
import { ask } from '#server/admin/page.ts';

const looks = { waiting: 'plain', obtained: 'ok', failed: 'bad' } as const;

export default async function Certificate() {
  const { certificate, acme } = await ask(certShow, {});
  const t = await getTranslations('admin.certificate');
  const format = adminFormat(await getLocale());
  return (
    <PageBody>
      <PageHead title={t('title')} about={t('about')} />
      <Section>
        <Card>
          <SettingRow
            title={certificate ? <span dir="ltr">{certificate.subject}</span> : t('none')}
            about={certificate ? t('facts', { issuer: certificate.issuer, until: format.day(certificate.expiresAt) }) : undefined}
          >
            {certificate && (
              <StatusBadge look={certificate.selfSigned ? 'warn' : 'ok'}>
                {certificate.selfSigned ? t('selfSigned') : t('trusted')}
              </StatusBadge>
            )}
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('acme')} about={acme ? t('acmeAbout', { directory: acme.directory }) : t('acmeOff')}>
        {acme && (
          <Card>
            <SettingRow
              title={<span dir="ltr">{acme.names.join(', ')}</span>}
              about={
                acme.error ??
                (acme.nextAttemptAt ? t('next', { when: format.time(acme.nextAttemptAt) }) : t('proof', { proof: acme.proof }))
              }
            >
              <StatusBadge look={looks[acme.state]}>{t(`states.${acme.state}`)}</StatusBadge>
            </SettingRow>
            <SettingRow title={t('now')}>
              <ActButton action={renewCertificate}>{t('renew')}</ActButton>
            </SettingRow>
          </Card>
        )}
      </Section>
    </PageBody>
  );
}
