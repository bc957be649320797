/** A labelled field of a form. */
import { useId, type InputHTMLAttributes } from 'react';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'size'> {
  label: string;
  hint?: string | undefined;
  tall?: boolean;
}
export const fieldLook =
  'w-full rounded-control border border-[color-mix(in_oklab,var(--control)_70%,var(--surface))] bg-surface px-3 text-fg placeholder:text-fg-3 outline-none focus:border-accent focus:shadow-[0_0_0_3px_color-mix(in_oklab,var(--accent)_20%,transparent)] max-sm:text-[16px]';

export function TextField({ label, hint, tall = false, className = '', ...input }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-[13px] leading-5 font-medium">
        {label}
      </label>
      <input id={id} aria-describedby={hint ? `${id}-hint` : undefined} className={`${fieldLook} ${tall ? 'h-11' : 'h-9'}`} {...input} />
      {hint && (
        <p id={`${id}-hint`} className="mt-1.5 text-[12px] leading-4 text-fg-3">
          {hint}
        </p>
      )}
    </div>
  );
}
