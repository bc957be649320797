/** To how many recipients an account may write, and to how many it did. */
import { useTranslations } from 'next-intl';
import { Card, Section } from '#components/ui/card.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { setLimits } from '#components/admin/actions.ts';
import type { AdminFormat } from '#components/admin/format.ts';

const kinds = ['perHour', 'perDay', 'newPerDay'] as const;
/** Null: as for all. */
export type Limits = Record<(typeof kinds)[number], number | null> & Record<'lastHour' | 'lastDay' | 'newLastDay', number>;

export function LimitsSection({ email, limits, format }: { email: string; limits: Limits; format: AdminFormat }) {
  const t = useTranslations('admin.limits');
  const { lastHour, lastDay, newLastDay } = limits;
  const about = t('about', { hour: format.count(lastHour), day: format.count(lastDay), fresh: format.count(newLastDay) });
  return (
    <Section title={t('title')} about={about}>
      <Card className="p-4">
        <LineForm action={setLimits} fields={{ email }} submit={t('save')}>
          {kinds.map((kind) => (
            <TextField
              key={kind}
              label={t(kind)}
              name={kind}
              inputMode="numeric"
              pattern="\d*"
              defaultValue={limits[kind] ?? ''}
              className="w-40"
              autoComplete="off"
            />
          ))}
        </LineForm>
      </Card>
    </Section>
  );
}
