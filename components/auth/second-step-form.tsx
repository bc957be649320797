'use client';
/** The code of the app, or one from paper. */
import { useTranslations } from 'next-intl';
import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export type SecondStepAction = (before: string | null, data: FormData) => Promise<string | null>;

export function SecondStepForm({ action, next }: { action: SecondStepAction; next: string }) {
  const [problem, submit, pending] = useActionState(action, null);
  const t = useTranslations('auth');
  return (
    <form action={submit} method="post" className="grid gap-4">
      <input type="hidden" name="next" value={next} />
      <TextField
        label={t('code')}
        name="code"
        autoComplete="one-time-code"
        autoCapitalize="off"
        autoFocus
        required
        tall
        hint={t('codeHint')}
      />
      {problem && <Notice state={{ ok: false, message: problem }} />}
      <Button type="submit" variant="primary" size="lg" disabled={pending} className="mt-1 w-full">
        {t('signIn')}
      </Button>
    </form>
  );
}
