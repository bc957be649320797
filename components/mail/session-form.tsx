'use client';
/** Asks for the password in place, and goes away by itself when another tab has signed in (session-dialog.tsx). */
import { Dialog } from '@base-ui/react/dialog';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { sessionIsBack } from '#client/session/signed-in.ts';
import { isSignedIn, signInAgain } from '#client/session/sign-in-again.ts';

export function SessionForm({ email }: { email: string }) {
  const t = useTranslations('mail');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  useEffect(() => {
    const look = () =>
      void isSignedIn().then(
        (is) => is && sessionIsBack(),
        () => undefined,
      );
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, []);
  const submit = async (password: string) => {
    setBusy(true);
    const outcome = await signInAgain(email, password).catch(() => 'unreachable' as const);
    setBusy(false);
    if (outcome === 'ok') sessionIsBack();
    else setProblem(t(`session.${outcome}`));
  };
  return (
    <Dialog.Root open disablePointerDismissal>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup className="fixed inset-x-0 top-[18vh] z-50 mx-auto w-[min(420px,94vw)] rounded-dialog border border-border bg-raised p-5 shadow-dialog">
          <Dialog.Title className="text-[16px] leading-6 font-semibold">{t('session.title')}</Dialog.Title>
          <Dialog.Description className="mt-1 mb-4 text-[13px] leading-5 text-fg-2">{t('session.text')}</Dialog.Description>
          <form
            method="post"
            action="/login"
            className="grid gap-3"
            onSubmit={(event) => {
              event.preventDefault();
              const password = new FormData(event.currentTarget).get('password');
              void submit(typeof password === 'string' ? password : '');
            }}
          >
            <input type="hidden" name="email" autoComplete="username" value={email} readOnly />
            <label className="grid gap-1 text-[13px] font-medium">
              {t('session.password', { email })}
              <input
                autoFocus
                required
                type="password"
                name="password"
                autoComplete="current-password"
                className="h-9 rounded-control border border-control bg-surface px-3 text-[14px] font-normal"
              />
            </label>
            {problem && (
              <p role="alert" className="text-[13px] text-danger">
                {problem}
              </p>
            )}
            <Button type="submit" variant="primary" disabled={isBusy}>
              {t('session.signIn')}
            </Button>
            <a href="/login?next=/mail/inbox" target="_blank" rel="noopener" className="text-[13px]">
              {t('session.otherWay')}
            </a>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
