/** The two shapes of a form on a page: fields one below the other, and a few in a line, each with the button that sends them at the end. */
import type { ReactNode } from 'react';
import { ActionForm, type FormAction } from './action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import type { Fields } from './hidden-fields.tsx';

interface Props {
  action: FormAction;
  fields?: Fields;
  /** What the button says. */
  submit: string;
  children: ReactNode;
}
const widths = { narrow: 'max-w-md', middle: 'max-w-lg', wide: 'max-w-2xl' };

interface FieldFormProps extends Props {
  width?: keyof typeof widths;
  /** Not the main thing that one does on the page. */
  quiet?: boolean;
}

export function FieldForm({ action, fields = {}, submit, width = 'narrow', quiet = false, children }: FieldFormProps) {
  return (
    <ActionForm action={action} fields={fields} className={`grid gap-4 ${widths[width]}`}>
      {children}
      <div>
        <Button type="submit" variant={quiet ? 'secondary' : 'primary'}>
          {submit}
        </Button>
      </div>
    </ActionForm>
  );
}

export function LineForm({ action, fields = {}, submit, hint, children }: Props & { hint?: string }) {
  return (
    <ActionForm action={action} fields={fields} className="grid gap-3">
      <div className="flex flex-wrap items-end gap-2 max-sm:[&>div]:w-full">
        {children}
        <Button type="submit">{submit}</Button>
      </div>
      {hint && <p className="-mt-1.5 text-[12px] leading-4 text-fg-3">{hint}</p>}
    </ActionForm>
  );
}
