'use client';
/** A form over a server action: works before the page is hydrated, and says what came of it. */
import { useActionState, type ReactNode } from 'react';
import { Notice } from './notice.tsx';

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

export function ActionForm({
  action,
  children,
  className = '',
  keep = false,
}: {
  action: FormAction;
  children: ReactNode;
  className?: string;
  keep?: boolean;
}) {
  const [state, submit] = useActionState(action, untouched);
  return (
    <form action={submit} method="post" className={className}>
      <div key={keep ? 0 : state.round} className="contents">
        {children}
      </div>
      <Notice state={state} />
    </form>
  );
}
