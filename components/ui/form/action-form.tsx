'use client';
/** A form over a server action: works before the page is hydrated, and says what came of it. */
import { useActionState, type ReactNode } from 'react';
import { HiddenFields, type Fields } from './hidden-fields.tsx';
import { Notice } from '#components/ui/notice.tsx';

export interface FormState {
  ok: boolean;
  message: string | null;
  /** Raised at each success, so that fields start afresh. */
  round: number;
  /** Shown once, such as a new app password. */
  secret?: string;
}
export const untouched: FormState = { ok: true, message: null, round: 0 };
export type FormAction = (before: FormState, data: FormData) => Promise<FormState>;

interface Props {
  action: FormAction;
  /** What is sent besides what is typed. */
  fields?: Fields;
  children: ReactNode;
  className?: string;
  /** What was typed stays after a success. */
  keep?: boolean;
}

export function ActionForm({ action, fields = {}, children, className = '', keep = false }: Props) {
  const [state, submit] = useActionState(action, untouched);
  return (
    <form action={submit} method="post" className={className}>
      <HiddenFields fields={fields} />
      <div key={keep ? 0 : state.round} className="contents">
        {children}
      </div>
      <Notice state={state} />
    </form>
  );
}
