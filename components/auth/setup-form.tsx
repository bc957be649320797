'use client';
/** First run: the domain and its first administrator. */
import { useTranslations } from 'next-intl';
import { useKeptForm } from '#client/hooks/use-kept-form.ts';
import { NewPasswordField } from '#components/ui/form/new-password-field.tsx';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export interface SetupState {
  problem: string | null;
  values: Record<'domain' | 'display' | 'name', string>;
}

export function SetupForm({
  action,
  token,
  domain,
}: {
  action: (before: SetupState, data: FormData) => Promise<SetupState>;
  token: string;
  domain: string;
}) {
  const { state, pending, props } = useKeptForm(action, { problem: null, values: { domain, display: '', name: '' } });
  const { values } = state;
  const t = useTranslations('auth');
  return (
    <form {...props} className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <TextField
        label={t('mailDomain')}
        name="domain"
        defaultValue={values.domain}
        required
        autoCapitalize="off"
        autoComplete="off"
        hint={t('mailDomainHint')}
      />
      <TextField label={t('yourName')} name="display" defaultValue={values.display} autoComplete="name" />
      <TextField
        label={t('address')}
        name="name"
        defaultValue={values.name}
        required
        autoCapitalize="off"
        autoComplete="off"
        hint={t('addressHint')}
      />
      <NewPasswordField label={t('password')} hint={t('passwordHint')} />
      {state.problem && <Notice state={{ ok: false, message: state.problem }} />}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={pending}>
          {t('create')}
        </Button>
      </div>
    </form>
  );
}
