'use client';
/** One address to write from: the name beside it, and the signature below. */
import { useId } from 'react';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { fieldLook, TextField } from '#components/ui/text-field.tsx';
import { saveSignature } from './actions.ts';

export function IdentityForm({ id, email, name, signature }: { id: number; email: string; name: string; signature: string }) {
  const field = useId();
  return (
    <ActionForm action={saveSignature} className="grid gap-4 border-t border-hairline p-4 first:border-t-0" keep>
      <input type="hidden" name="id" value={id} />
      <b className="font-medium">{email}</b>
      <TextField label="Your name" name="name" defaultValue={name} autoComplete="name" className="max-w-md" />
      <div>
        <label htmlFor={field} className="mb-1.5 block text-[13px] leading-5 font-medium">
          Signature
        </label>
        <textarea id={field} name="signature" rows={4} defaultValue={signature} className={`${fieldLook} py-2 leading-5.5`} />
      </div>
      <div>
        <Button type="submit" size="sm">
          Save
        </Button>
      </div>
    </ActionForm>
  );
}
