'use client';
/** A button for what cannot be undone: asks first, in a dialog, then runs a server action. */
import { useTranslations } from 'next-intl';
import { useActionState, useRef, type ReactNode } from 'react';
import { untouched, type FormAction } from './action-form.tsx';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';

interface Props {
  action: FormAction;
  /** The button that asks, and the one that does. */
  name: string;
  /** For a screen reader, when many such buttons stand on a page. */
  label?: string;
  question: string;
  consequence: ReactNode;
  fields: Record<string, string>;
}

export function ConfirmForm({ action, name, label, question, consequence, fields }: Props) {
  const t = useTranslations('ui');
  const dialog = useRef<HTMLDialogElement>(null);
  const [state, submit, pending] = useActionState(action, untouched);
  return (
    <>
      <Button type="button" variant="danger" size="sm" aria-label={label} onClick={() => dialog.current?.showModal()}>
        {name}
      </Button>
      <dialog
        ref={dialog}
        aria-label={question}
        className="m-auto w-[min(440px,calc(100vw-32px))] rounded-dialog border border-border bg-raised p-6 text-start whitespace-normal text-fg shadow-dialog backdrop:bg-scrim"
      >
        <form action={submit} method="post" className="grid gap-4">
          <h2 className="text-[16px] leading-6 font-semibold text-balance">{question}</h2>
          <div className="text-[14px] leading-5.5 text-fg-2">{consequence}</div>
          {Object.entries(fields).map(([key, value]) => (
            <input key={key} type="hidden" name={key} value={value} />
          ))}
          <Notice state={state} />
          <div className="flex justify-end gap-2">
            <Button type="button" onClick={() => dialog.current?.close()}>
              {t('cancel')}
            </Button>
            <Button type="submit" variant="danger" disabled={pending}>
              {name}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
