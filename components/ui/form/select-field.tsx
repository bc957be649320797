/** The platform's own choice list, dressed as a field: best on phones, and known to every screen reader. */
import { ChevronDown } from 'lucide-react';
import { useId, type SelectHTMLAttributes } from 'react';
import { fieldLook } from './text-field.tsx';

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; name: string }[];
  /** Stands above it; without one there is an aria-label. */
  label?: string;
}

export function SelectField({ options, label, className = '', ...select }: Props) {
  const id = useId();
  const field = (
    <span className={`relative inline-flex items-center ${label === undefined ? className : 'w-full'}`}>
      {/* Another default, as of another address of the page, does not change a choice that stands: a new one is made. */}
      <select key={String(select.defaultValue)} id={id} className={`${fieldLook} h-9 appearance-none pe-9`} {...select}>
        {options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown size={16} className="pointer-events-none absolute end-3 text-fg-3" aria-hidden />
    </span>
  );
  if (label === undefined) return field;
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-[13px] leading-5 font-medium">
        {label}
      </label>
      {field}
    </div>
  );
}
