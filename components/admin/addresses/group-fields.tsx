/** The fields that making and editing a group share. */
import { useTranslations } from 'next-intl';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

const posting = ['anyone', 'internal', 'members'] as const;

export function GroupFields({ name = '', value = 'anyone' }: { name?: string; value?: (typeof posting)[number] }) {
  const t = useTranslations('admin.groups');
  return (
    <>
      <TextField label={t('name')} name="name" defaultValue={name} maxLength={200} autoComplete="off" />
      <SelectField
        label={t('posting')}
        name="posting"
        defaultValue={value}
        options={posting.map((one) => ({ value: one, name: t(`who.${one}`) }))}
      />
    </>
  );
}
