'use client';
/**
 * A form over a server action: works before the page is hydrated, and says what came of it. A success leaves the fields as the page has
 * them now: empty, or what was saved.
 */
import { useEffect, type ReactNode } from 'react';
import { useKeptForm } from '#client/hooks/use-kept-form.ts';
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
}

export function ActionForm({ action, fields = {}, children, className = '' }: Props) {
  const { state, form, props } = useKeptForm(action, untouched);
  const { round } = state;
  useEffect(() => {
    if (round > 0) form.current?.reset();
  }, [round, form]);
  return (
    <form {...props} className={className}>
      <HiddenFields fields={fields} />
      {children}
      <Notice state={state} />
    </form>
  );
}
