/** A choice of a few, each an address of its own. */
import Link from 'next/link';

export function WindowSwitch({ value, options, label }: { value: string; options: { value: string; name: string }[]; label: string }) {
  return (
    <nav aria-label={label} className="inline-flex h-8 items-center rounded-control bg-hover p-0.5">
      {options.map((option) => (
        <Link
          key={option.value}
          href={`?window=${option.value}`}
          aria-current={option.value === value ? 'true' : undefined}
          className={`flex h-7 items-center rounded-[5px] px-3 text-[13px] font-medium ${option.value === value ? 'border border-border bg-surface text-fg' : 'text-fg-2 hover:text-fg'}`}
        >
          {option.name}
        </Link>
      ))}
    </nav>
  );
}
