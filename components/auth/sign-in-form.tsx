'use client';
/** The form works before it is hydrated: method post, a server action behind it. */
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export interface SignInState {
  email: string;
  problem: string | null;
}

export function SignInForm({ action, next }: { action: (before: SignInState, data: FormData) => Promise<SignInState>; next: string }) {
  const [state, submit, pending] = useActionState(action, { email: '', problem: null });
  const t = useTranslations('auth');
  return (
    <form action={submit} method="post" className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <TextField
        key={state.email}
        label={t('email')}
        name="email"
        autoComplete="username"
        autoCapitalize="off"
        spellCheck={false}
        inputMode="email"
        defaultValue={state.email}
        autoFocus={state.email === ''}
        required
        tall
      />
      <TextField
        label={t('password')}
        name="password"
        type="password"
        autoComplete="current-password"
        autoFocus={state.email !== ''}
        required
        tall
      />
      {state.problem && <Notice state={{ ok: false, message: state.problem }} />}
      <Button type="submit" variant="primary" size="lg" disabled={pending} className="mt-1 w-full">
        {t('signIn')}
      </Button>
    </form>
  );
}
