'use client';
/** Take everything along, or leave for good. */
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { PasswordDialog } from '#components/settings/security/password-dialog.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { deleteAccount } from './actions.ts';

export function OwnData() {
  const t = useTranslations('settings.ownData');
  return (
    <Section title={t('title')}>
      <Card>
        <SettingRow title={t('export')} about={t('exportAbout')}>
          <a href="/api/transfer/export?format=eml" download className={buttonLook('secondary', 'sm')}>
            <Download size={14} aria-hidden />
            {t('download')}
          </a>
        </SettingRow>
        <SettingRow title={t('delete')} about={t('deleteAbout')}>
          <PasswordDialog name={t('deleteAccount')} about={t('deleteMeans')} variant="danger" onPassword={deleteAccount} />
        </SettingRow>
      </Card>
    </Section>
  );
}
