/** A button that shows only an icon; its label is its name and its tooltip. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const sizes = { sm: 'size-7', md: 'size-8' };
interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  label: string;
  size?: keyof typeof sizes;
  /** For a toggle: whether it is on. */
  pressed?: boolean;
  /** Why it cannot be used: it stays where the keyboard finds it, and a press says why. */
  refusal?: string | null;
  children: ReactNode;
}

export function IconButton({ label, size = 'md', pressed, refusal = null, className = '', type = 'button', ...button }: Props) {
  const look = refusal ? 'text-fg-3 opacity-50' : pressed ? 'bg-accent-soft text-accent' : 'text-fg-2 hover:bg-hover hover:text-fg';
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      aria-disabled={refusal !== null || undefined}
      aria-description={refusal ?? undefined}
      title={refusal ? `${label}: ${refusal}` : label}
      className={`inline-grid flex-none place-items-center rounded-control transition-colors duration-80 ${look} ${sizes[size]} ${className}`}
      {...button}
    />
  );
}
