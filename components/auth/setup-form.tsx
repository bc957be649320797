'use client';
/** First run: the domain and its first administrator. */
import { useActionState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/text-field.tsx';

export interface SetupState {
  problem: string | null;
  values: Record<'domain' | 'display' | 'name', string>;
}

export function SetupForm({
  action,
  token,
  domain,
}: {
  action: (before: SetupState, data: FormData) => Promise<SetupState>;
  token: string;
  domain: string;
}) {
  const [state, submit, pending] = useActionState(action, { problem: null, values: { domain, display: '', name: '' } });
  const { values } = state;
  return (
    <form action={submit} method="post" className="grid gap-5">
      <input type="hidden" name="token" value={token} />
      <TextField
        label="Mail domain"
        name="domain"
        defaultValue={values.domain}
        required
        autoCapitalize="off"
        autoComplete="off"
        hint="What stands after the @ of your addresses."
      />
      <TextField label="Your name" name="display" defaultValue={values.display} autoComplete="name" />
      <TextField
        label="Address"
        name="name"
        defaultValue={values.name}
        required
        autoCapitalize="off"
        autoComplete="off"
        hint="What stands before the @, such as camille."
      />
      <TextField
        label="Password"
        name="password"
        type="password"
        required
        minLength={8}
        autoComplete="new-password"
        hint="At least 8 characters."
      />
      {state.problem && <Notice state={{ ok: false, message: state.problem }} />}
      <div className="flex justify-end">
        <Button type="submit" variant="primary" disabled={pending}>
          Create and continue
        </Button>
      </div>
    </form>
  );
}
