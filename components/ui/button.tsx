/** The push button. One filled one per view; the others are bordered. */
import type { ButtonHTMLAttributes } from 'react';

const variants = {
  primary: 'border-transparent bg-accent text-on-accent hover:bg-accent-hover',
  secondary: 'border-border bg-surface text-fg hover:bg-hover',
  ghost: 'border-transparent bg-transparent text-fg-2 hover:bg-hover',
  danger: 'border-border bg-surface text-danger hover:bg-danger-soft',
};
const sizes = {
  sm: 'h-8 gap-1.5 px-3 text-[13px] leading-5',
  md: 'h-9 gap-2 px-3.5 text-[14px] leading-5.5',
  lg: 'h-11 gap-2 px-4.5 text-[14px] leading-5.5',
};
export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  variant?: keyof typeof variants;
  size?: keyof typeof sizes;
}

export function buttonLook(variant: keyof typeof variants = 'secondary', size: keyof typeof sizes = 'md'): string {
  return `inline-flex flex-none items-center justify-center rounded-control border font-medium whitespace-nowrap transition-colors duration-80 disabled:opacity-55 ${variants[variant]} ${sizes[size]}`;
}

export function Button({ variant = 'secondary', size = 'md', className = '', type = 'button', ...button }: ButtonProps) {
  return <button type={type} className={`${buttonLook(variant, size)} ${className}`} {...button} />;
}
