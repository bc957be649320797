/** A labelled tick of a form. */
import type { InputHTMLAttributes, ReactNode } from 'react';

interface Props extends InputHTMLAttributes<HTMLInputElement> {
  children: ReactNode;
}

export function CheckField({ children, className = '', ...input }: Props) {
  return (
    <label className={`flex min-h-6 items-center gap-2.5 ${className}`}>
      <input type="checkbox" className="size-4.5 flex-none accent-accent" {...input} />
      {children}
    </label>
  );
}
