'use client';
/** Asks for the password before something that an open browser alone must not be able to do. */
import { useTranslations } from 'next-intl';
import { useId, useState, useTransition, type ReactNode, type SubmitEvent } from 'react';
import { Button, type ButtonProps } from '#components/ui/button.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

interface Props {
  /** The button that opens it, and the one that goes on. */
  name: string;
  about?: string;
  variant?: ButtonProps['variant'];
  /** Null: done; otherwise what is wrong. `data`: what else was typed. */
  onPassword: (password: string, data: FormData) => Promise<string | null>;
  children?: ReactNode;
}

export function PasswordDialog({ name, about, variant, onPassword, children }: Props) {
  const t = useTranslations('settings.factors');
  const ui = useTranslations('ui');
  const id = useId();
  const [asked, setAsked] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, begin] = useTransition();
  const close = () => {
    setAsked(false);
    setProblem(null);
  };
  // Not a form action: that would empty the fields when the password was wrong.
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const password = data.get('password');
    begin(async () => {
      const wrong = await onPassword(typeof password === 'string' ? password : '', data);
      if (wrong === null) close();
      else setProblem(wrong);
    });
  };
  return (
    <>
      <Button size="sm" variant={variant ?? 'secondary'} onClick={() => setAsked(true)}>
        {name}
      </Button>
      {asked && (
        <Modal
          title={name}
          onClose={close}
          foot={
            <>
              <Button onClick={close}>{ui('cancel')}</Button>
              <Button type="submit" form={id} variant={variant === 'danger' ? 'danger' : 'primary'} disabled={pending}>
                {name}
              </Button>
            </>
          }
        >
          <form id={id} onSubmit={submit} className="grid gap-4">
            {about && <p className="text-fg-2">{about}</p>}
            {children}
            <TextField label={t('yourPassword')} name="password" type="password" required autoComplete="current-password" />
            <Notice state={{ ok: false, message: problem }} />
          </form>
        </Modal>
      )}
    </>
  );
}
