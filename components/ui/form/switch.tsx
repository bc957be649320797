'use client';
/** On or off, with effect at once. */
interface Props {
  label: string;
  checked: boolean;
  disabled?: boolean;
  onChange: (checked: boolean) => void;
}

export function Switch({ label, checked, disabled = false, onChange }: Props) {
  return (
    <button
      type="button"
      role="switch"
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={() => onChange(!checked)}
      className={`relative h-5 w-9 flex-none rounded-full border transition-colors duration-80 before:absolute before:-inset-2 disabled:opacity-55 ${checked ? 'border-accent bg-accent' : 'border-control bg-surface'}`}
    >
      <span
        aria-hidden
        className={`absolute top-0.5 size-3.5 rounded-full transition-[inset-inline-start] duration-80 ${checked ? 'start-[18px] bg-on-accent' : 'start-0.5 bg-control'}`}
      />
    </button>
  );
}
