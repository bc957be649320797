/** The fields that making and editing an account share. */
import { useTranslations } from 'next-intl';
import { TextField } from '#components/ui/text-field.tsx';

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
        <label className="flex min-h-6 items-center gap-2.5">
          <input type="hidden" name="mayAdmin" value="true" />
          <input type="checkbox" name="isAdmin" defaultChecked={isAdmin} className="size-4.5 accent-accent" />
          {t('isAdmin')}
        </label>
      )}
    </>
  );
}
