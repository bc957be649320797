/** A button that shows only an icon; its label is its name and its tooltip. */
import type { ButtonHTMLAttributes, ReactNode } from 'react';

const sizes = { sm: 'size-7', md: 'size-8' };
interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  label: string;
  size?: keyof typeof sizes;
  /** For a toggle: whether it is on. */
  pressed?: boolean;
  children: ReactNode;
}

export function IconButton({ label, size = 'md', pressed, className = '', type = 'button', ...button }: Props) {
  const look = pressed ? 'bg-accent-soft text-accent' : 'text-fg-2 hover:bg-hover hover:text-fg';
  return (
    <button
      type={type}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      className={`inline-grid flex-none place-items-center rounded-control transition-colors duration-80 ${look} ${sizes[size]} ${className}`}
      {...button}
    />
  );
}
