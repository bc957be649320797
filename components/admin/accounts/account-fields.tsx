/** The fields that making and editing an account share. */
import { useTranslations } from 'next-intl';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  display?: string;
  quota?: string;
  isAdmin?: boolean;
  /** Only who administers the server makes others do so. */
  mayAdmin: boolean;
}

export function AccountFields({ display = '', quota = '', isAdmin = false, mayAdmin }: Props) {
  const t = useTranslations('admin.account');
  return (
    <>
      <TextField label={t('name')} name="display" defaultValue={display} autoComplete="off" />
      <TextField label={t('quota')} name="quota" defaultValue={quota} placeholder={t('noLimit')} hint={t('quotaHint')} autoComplete="off" />
      {mayAdmin && (
        <>
          <input type="hidden" name="mayAdmin" value="true" />
          <CheckField name="isAdmin" defaultChecked={isAdmin}>
            {t('isAdmin')}
          </CheckField>
        </>
      )}
    </>
  );
}
