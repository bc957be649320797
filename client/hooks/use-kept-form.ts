/**
 * A form over a server action that keeps what was typed when it is refused. React empties a form at the end of its action, whatever came
 * of it; so the action is run by hand. Before hydration the browser sends the form by itself, and the server renders what came of it.
 */
import { startTransition, useActionState, useRef, type SubmitEvent } from 'react';

export function useKeptForm<State>(action: (before: Awaited<State>, data: FormData) => State | Promise<State>, initial: Awaited<State>) {
  const [state, submit, pending] = useActionState(action, initial);
  const form = useRef<HTMLFormElement>(null);
  const onSubmit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget, event.nativeEvent.submitter);
    startTransition(() => submit(data));
  };
  return { state, pending, form, props: { ref: form, action: submit, method: 'post', onSubmit } as const };
}
