/** The form of a new thing, which opens below its button, without script. */
import { Plus } from 'lucide-react';
import type { ComponentProps } from 'react';
import { buttonLook } from '#components/ui/button.tsx';
import { FieldForm } from '#components/ui/form/field-form.tsx';

export function NewForm({ name, ...form }: { name: string } & ComponentProps<typeof FieldForm>) {
  return (
    <details className="group mb-4">
      <summary className={`${buttonLook('primary')} cursor-default list-none group-open:mb-3 [&::-webkit-details-marker]:hidden`}>
        <Plus size={16} aria-hidden />
        {name}
      </summary>
      <div className="rounded-card border border-border bg-surface p-4">
        <FieldForm {...form} />
      </div>
    </details>
  );
}
