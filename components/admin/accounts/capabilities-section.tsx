/** Extensions of IMAP that are not offered to an account, for a program that trips over them. */
import { useTranslations } from 'next-intl';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Section } from '#components/ui/card.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { switchable } from '#lib/imap/capability-names.ts';
import { switchCapability } from '#components/admin/actions.ts';

export function CapabilitiesSection({ email, off }: { email: string; off: string[] }) {
  const t = useTranslations('admin.capabilities');
  const options = switchable.filter((name) => !off.includes(name.toUpperCase())).map((name) => ({ value: name, name }));
  return (
    <Section title={t('title')} about={t('about')}>
      <TableCard
        label={t('title')}
        rows={off}
        keyOf={(name) => name}
        empty={t('none')}
        columns={[
          { name: t('off'), look: 'code', cell: (name) => <span dir="ltr">{name}</span> },
          {
            ...{ name: t('actions'), quiet: true, end: true },
            cell: (name) => (
              <ActButton
                action={switchCapability}
                fields={{ email, off: off.filter((one) => one !== name) }}
                label={t('onOne', { name })}
                beside
              >
                {t('on')}
              </ActButton>
            ),
          },
        ]}
        foot={
          <LineForm action={switchCapability} fields={{ email, off }} submit={t('switch')}>
            <SelectField label={t('name')} name="name" options={options} className="w-72 max-w-full" />
          </LineForm>
        }
      />
    </Section>
  );
}
