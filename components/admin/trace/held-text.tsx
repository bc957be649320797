'use client';
/** The words of a held message: shown when they are asked for, which is written down. */
import { useActionState } from 'react';
import { untouched, type FormAction } from '#components/ui/form/action-form.tsx';
import { Button } from '#components/ui/button.tsx';

export function HeldText({ action, id, name }: { action: FormAction; id: string; name: string }) {
  const [state, submit, pending] = useActionState(action, untouched);
  if (state.secret !== undefined)
    return (
      <pre
        tabIndex={0}
        className="max-h-120 overflow-auto rounded-card border border-border bg-bg p-4 font-mono text-[12px] leading-4.5 whitespace-pre-wrap"
      >
        {state.secret}
      </pre>
    );
  return (
    <form action={submit}>
      <input type="hidden" name="id" value={id} />
      <Button type="submit" disabled={pending}>
        {name}
      </Button>
    </form>
  );
}
