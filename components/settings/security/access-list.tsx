/** Who was let into this mail: by name, why, until when, and what was opened. Its owner ends it here. */
import { Eye } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { endAccess } from '../actions.ts';

export interface AccessItem {
  id: number;
  by: string;
  reason: string;
  from: string;
  until: string;
  isLive: boolean;
  items: { kind: 'mailbox' | 'message'; name: string | null; at: string }[];
}

export function AccessList({ items }: { items: AccessItem[] }) {
  const t = useTranslations('settings.security');
  return (
    <Section title={t('access')} about={items.length === 0 ? t('accessNone') : t('accessAbout')}>
      {items.length > 0 && (
        <Card>
          {items.map((access) => (
            <div key={access.id} className="border-t border-hairline first:border-t-0">
              <SettingRow
                lead={<Eye size={18} strokeWidth={1.75} aria-hidden />}
                title={
                  <span className="flex flex-wrap items-center gap-2">
                    <span dir="ltr">{access.by}</span>
                    {access.isLive && <StatusBadge look="warn">{t('accessLive')}</StatusBadge>}
                  </span>
                }
                about={`${access.reason} · ${t('accessSpan', { from: access.from, until: access.until })}`}
              >
                {access.isLive && (
                  <ActButton action={endAccess} fields={{ id: access.id }} label={t('accessEndOne', { who: access.by })} variant="danger">
                    {t('accessEnd')}
                  </ActButton>
                )}
              </SettingRow>
              <details className="px-4 pb-3 text-[13px] leading-5 sm:ps-17">
                <summary className="cursor-default text-fg-2">{t('accessOpened', { count: access.items.length })}</summary>
                <ul className="mt-1 grid gap-1 text-fg-2">
                  {access.items.map(({ kind, name, at }, index) => (
                    <li key={index} className="flex flex-wrap gap-x-2">
                      <span className="min-w-0 break-words text-fg" dir="auto">
                        {kind === 'mailbox' ? t('accessMailbox', { name: name ?? '…' }) : (name ?? t('accessGone'))}
                      </span>
                      <span className="text-fg-3">{at}</span>
                    </li>
                  ))}
                </ul>
              </details>
            </div>
          ))}
        </Card>
      )}
    </Section>
  );
}
