'use client';
/** A dialog that is a form over a server action; what came of it is said in it. Mounted is open. */
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { useKeptForm } from '#client/hooks/use-kept-form.ts';
import { untouched, type FormAction } from './action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { HiddenFields, type Fields } from './hidden-fields.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';

interface Props {
  title: string;
  action: FormAction;
  fields?: Fields;
  /** What the button says. */
  submit: string;
  danger?: boolean;
  onClose: () => void;
  children: ReactNode;
}

export function FormDialog({ title, action, fields = {}, submit, danger = false, onClose, children }: Props) {
  const t = useTranslations('ui');
  const id = useId();
  const { state, pending, props } = useKeptForm(action, untouched);
  const isDone = state.ok && state.message !== null;
  return (
    <Modal
      title={title}
      onClose={onClose}
      foot={
        isDone ? (
          <Button onClick={onClose}>{t('close')}</Button>
        ) : (
          <>
            <Button onClick={onClose}>{t('cancel')}</Button>
            <Button type="submit" form={id} variant={danger ? 'danger' : 'primary'} disabled={pending}>
              {submit}
            </Button>
          </>
        )
      }
    >
      <form id={id} {...props} className="grid gap-4">
        <HiddenFields fields={fields} />
        {children}
        <Notice state={state} />
      </form>
    </Modal>
  );
}
