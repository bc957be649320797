'use client';
/** Asks for the password before something that an open browser alone must not be able to do. */
import { useTranslations } from 'next-intl';
import { useRef, useState, useTransition, type ReactNode, type SubmitEvent } from 'react';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

interface Props {
  /** The button that opens it, and the one that goes on. */
  name: string;
  about?: string;
  variant?: ButtonProps['variant'];
  /** Null: done; otherwise what is wrong. */
  onPassword: (password: string) => Promise<string | null>;
  children?: ReactNode;
}

export function PasswordDialog({ name, about, variant, onPassword, children }: Props) {
  const t = useTranslations('settings.factors');
  const ui = useTranslations('ui');
  const dialog = useRef<HTMLDialogElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, begin] = useTransition();
  // Not a form action: that would empty the fields when the password was wrong.
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const password = new FormData(event.currentTarget).get('password');
    begin(async () => {
      const wrong = await onPassword(typeof password === 'string' ? password : '');
      setProblem(wrong);
      if (wrong !== null) return;
      form.current?.reset();
      dialog.current?.close();
    });
  };
  return (
    <>
      <Button size="sm" variant={variant ?? 'secondary'} onClick={() => dialog.current?.showModal()}>
        {name}
      </Button>
      <dialog
        ref={dialog}
        aria-label={name}
        className="m-auto w-[min(440px,calc(100vw-32px))] rounded-dialog border border-border bg-raised p-6 text-start text-fg shadow-dialog backdrop:bg-scrim"
      >
        <form ref={form} onSubmit={submit} className="grid gap-4">
          <h2 className="text-[16px] leading-6 font-semibold text-balance">{name}</h2>
          {about && <p className="text-fg-2">{about}</p>}
          {children}
          <TextField label={t('yourPassword')} name="password" type="password" required autoComplete="current-password" />
          <Notice state={{ ok: false, message: problem }} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>{ui('cancel')}</Button>
            <Button type="submit" variant={variant === 'danger' ? 'danger' : 'primary'} disabled={pending}>
              {name}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
