/** Who was let into the mail of an account, and how one asks for it. */
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { SelectField } from '#components/ui/select-field.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { askAccess, endAccess } from './actions.ts';
import type { AdminFormat } from './format.ts';

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
              <ActionForm action={endAccess} className="grid justify-items-end gap-2">
                <input type="hidden" name="email" value={email} />
                <input type="hidden" name="id" value={access.id} />
                <Button type="submit" size="sm" aria-label={t('endOne', { who: access.by })}>
                  {t('end')}
                </Button>
              </ActionForm>
            )}
          </SettingRow>
        ))}
        {!isIn && email !== own && (
          <div className="border-t border-hairline p-4 first:border-t-0">
            <ActionForm action={askAccess} className="grid gap-3">
              <input type="hidden" name="email" value={email} />
              <div className="flex flex-wrap items-end gap-2">
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
                <Button type="submit">{t('ask')}</Button>
              </div>
            </ActionForm>
          </div>
        )}
      </Card>
    </Section>
  );
}
