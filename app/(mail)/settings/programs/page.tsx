import { Smartphone } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { toString as qrCode } from 'qrcode';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, CardHead, Section, SettingRow } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { mailServers } from '#server/auth/own-account.ts';
import { userOfPage } from '#server/auth/require.ts';
import { whereFrom } from '#server/auth/session.ts';

export default async function Programs() {
  const user = await userOfPage('/settings/programs');
  const t = await getTranslations('settings.programs');
  const ui = await getTranslations('ui');
  const { host, secure } = await whereFrom();
  const servers = mailServers();
  const profile = `/.well-known/autoconfig/apple.mobileconfig?emailaddress=${encodeURIComponent(user.login)}`;
  const picture = await qrCode(`${secure ? 'https' : 'http'}://${host}${profile}`, { type: 'svg', margin: 0 });
  return (
    <PageBody>
      <PageHead title={ui('settingsPages.programs')} about={t('about')} />
      <Section>
        <Card className="overflow-hidden">
          <CardHead title={t('login')} note={user.login}>
            <CopyButton text={user.login} />
          </CardHead>
          <p className="px-4 py-3 text-[13px] leading-5 text-fg-2">{t('loginAbout')}</p>
        </Card>
      </Section>
      <Section title={t('servers')} about={t('serversAbout')}>
        <TableCard
          label={t('servers')}
          rows={servers}
          keyOf={({ port }) => port}
          empty={t('none')}
          columns={[
            { name: t('purpose'), look: 'strong', cell: ({ protocol }) => t(`protocols.${protocol}`) },
            { name: t('server'), look: 'code', cell: ({ host: name }) => <bdi dir="ltr">{name}</bdi> },
            { name: t('port'), end: true, cell: ({ port }) => port },
            { name: t('protection'), cell: ({ security }) => security },
          ]}
        />
      </Section>
      <Section title={t('apple')}>
        <Card>
          <SettingRow title={t('profile')} about={t('profileAbout')} lead={<Smartphone size={18} strokeWidth={1.75} aria-hidden />}>
            <a href={profile} className={buttonLook()}>
              {t('download')}
            </a>
          </SettingRow>
          <div className="flex flex-wrap items-center gap-5 border-t border-hairline p-4">
            <span
              role="img"
              aria-label={t('qr')}
              className="size-36 flex-none rounded-control bg-white p-2.5 [&>svg]:size-full"
              dangerouslySetInnerHTML={{ __html: picture }}
            />
            <p className="min-w-0 flex-1 basis-60 text-[13px] leading-5 text-fg-2">{t('qrAbout')}</p>
          </div>
        </Card>
      </Section>
    </PageBody>
  );
}
