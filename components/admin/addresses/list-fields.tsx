/** The fields that making and editing a mailing list share. */
import { useTranslations } from 'next-intl';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

const subscribing = ['open', 'closed'] as const;
const posting = ['anyone', 'members', 'moderated'] as const;
export interface ListSettings {
  name: string;
  description: string;
  subscribing: (typeof subscribing)[number];
  posting: (typeof posting)[number];
  archive: boolean;
  prefix: string;
  moderators: string[];
}
const fresh: ListSettings = {
  name: '',
  description: '',
  subscribing: 'closed',
  posting: 'members',
  archive: true,
  prefix: '',
  moderators: [],
};

export function ListFields({ list = fresh }: { list?: ListSettings }) {
  const t = useTranslations('admin.lists');
  return (
    <>
      <TextField label={t('name')} name="name" defaultValue={list.name} maxLength={100} autoComplete="off" />
      <TextField label={t('description')} name="description" defaultValue={list.description} maxLength={300} autoComplete="off" />
      <SelectField
        label={t('subscribing')}
        name="subscribing"
        defaultValue={list.subscribing}
        options={subscribing.map((one) => ({ value: one, name: t(`joins.${one}`) }))}
      />
      <SelectField
        label={t('posting')}
        name="posting"
        defaultValue={list.posting}
        options={posting.map((one) => ({ value: one, name: t(`posts.${one}`) }))}
      />
      <TextField label={t('prefix')} name="prefix" defaultValue={list.prefix} maxLength={50} placeholder="[team]" autoComplete="off" />
      <TextField
        label={t('moderators')}
        name="moderators"
        defaultValue={list.moderators.join(' ')}
        hint={t('moderatorsHint')}
        autoComplete="off"
      />
      <CheckField name="archive" defaultChecked={list.archive}>
        {t('archive')}
      </CheckField>
    </>
  );
}
