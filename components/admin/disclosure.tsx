/** A form that opens below its button, without script. */
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { buttonLook } from '#components/ui/button.tsx';

export function Disclosure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <details className="group mb-4">
      <summary className={`${buttonLook('primary')} cursor-default list-none group-open:mb-3 [&::-webkit-details-marker]:hidden`}>
        <Plus size={16} aria-hidden />
        {name}
      </summary>
      <div className="rounded-card border border-border bg-surface p-4">{children}</div>
    </details>
  );
}
