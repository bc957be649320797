/** Who was let into the mail of an account, and how one asks for it. */
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { askAccess, endAccess } from '#components/admin/actions.ts';
import type { AdminFormat } from '#components/admin/format.ts';

export interface AccessRow {
  id: number;
  by: string;
  reason: string;
  createdAt: Date;
  expiresAt: Date;
  endedAt: Date | null;
  isLive: boolean;
  opened: number;
}
const hours = ['1', '4', '24', '72'];
const shown = 5;

/** `own`: who looks at the page. */
export function AccessSection({ email, items, own, format }: { email: string; items: AccessRow[]; own: string; format: AdminFormat }) {
  const t = useTranslations('admin.access');
  const isIn = items.some(({ isLive, by }) => isLive && by === own);
  return (
    <Section title={t('title')} about={t('about')}>
      <Card>
        {items.slice(0, shown).map((access) => (
          <SettingRow
            key={access.id}
            title={
              <span className="flex flex-wrap items-center gap-2">
                <span dir="ltr">{access.by}</span>
                <StatusBadge look={access.isLive ? 'warn' : 'plain'}>{access.isLive ? t('live') : t('over')}</StatusBadge>
              </span>
            }
            about={[
              access.reason,
              t('span', { from: format.time(access.createdAt), until: format.time(access.endedAt ?? access.expiresAt) }),
              t('opened', { count: access.opened }),
            ].join(' · ')}
          >
            {access.isLive && access.by === own && (
              <Link href={`/admin/accounts/${encodeURIComponent(email)}/mail`} className={buttonLook('secondary', 'sm')}>
                {t('open')}
              </Link>
            )}
            {access.isLive && (
              <ActButton action={endAccess} fields={{ email, id: access.id }} label={t('endOne', { who: access.by })}>
                {t('end')}
              </ActButton>
            )}
          </SettingRow>
        ))}
        {!isIn && email !== own && (
          <div className="border-t border-hairline p-4 first:border-t-0">
            <LineForm action={askAccess} fields={{ email }} submit={t('ask')}>
              <TextField
                label={t('reason')}
                name="reason"
                required
                minLength={5}
                maxLength={500}
                className="min-w-60 flex-1"
                autoComplete="off"
              />
              <SelectField
                name="hours"
                aria-label={t('time')}
                options={hours.map((value) => ({ value, name: t('hours', { count: Number(value) }) }))}
              />
            </LineForm>
          </div>
        )}
      </Card>
    </Section>
  );
}
