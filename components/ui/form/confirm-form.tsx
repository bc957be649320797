'use client';
/** A button for what has consequences: asks first, in a dialog, then runs a server action. */
import { useState, type ReactNode } from 'react';
import type { FormAction } from './action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from './form-dialog.tsx';
import type { Fields } from './hidden-fields.tsx';

interface Props {
  action: FormAction;
  /** The button that asks, and the one that does. */
  name: string;
  question: string;
  consequence: ReactNode;
  fields: Fields;
  /** Many such buttons stand on a page: to a screen reader this one is called by its question. */
  many?: boolean;
  /** It can be undone, or takes nothing away. */
  mild?: boolean;
}

export function ConfirmForm({ action, name, question, consequence, fields, many = false, mild = false }: Props) {
  const [asked, setAsked] = useState(false);
  return (
    <>
      <Button variant={mild ? 'secondary' : 'danger'} size="sm" aria-label={many ? question : undefined} onClick={() => setAsked(true)}>
        {name}
      </Button>
      {asked && (
        <FormDialog title={question} action={action} fields={fields} submit={name} danger={!mild} onClose={() => setAsked(false)}>
          <div className="text-fg-2">{consequence}</div>
        </FormDialog>
      )}
    </>
  );
}
