/** When the mail of an account was put back, and the way to do it. */
import { useTranslations } from 'next-intl';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import type { AdminFormat } from '#components/admin/format.ts';
import { RestoreDialog } from './restore-dialog.tsx';

export interface RestorationRow {
  at: Date;
  by: string;
  to: Date;
  back: number;
  moved: number;
  flagged: number;
}
const shown = 5;

export function RestoreSection({
  email,
  from,
  items,
  format,
}: {
  email: string;
  from: Date;
  items: RestorationRow[];
  format: AdminFormat;
}) {
  const t = useTranslations('admin.restore');
  return (
    <Section title={t('section')} about={t('sectionAbout')}>
      <Card>
        <SettingRow title={t('act')} about={t('limit', { from: format.time(from) })}>
          <RestoreDialog email={email} from={from} />
        </SettingRow>
        {items.slice(0, shown).map(({ at, by, to, back, moved, flagged }) => (
          <SettingRow
            key={at.getTime()}
            title={t('to', { date: format.time(to) })}
            about={t('by', { when: format.time(at), name: by, back, moved, flagged })}
          />
        ))}
      </Card>
    </Section>
  );
}
