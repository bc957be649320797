/** The platform's own choice list, dressed as a field: best on phones, and known to every screen reader. */
import { ChevronDown } from 'lucide-react';
import type { SelectHTMLAttributes } from 'react';
import { fieldLook } from './text-field.tsx';

interface Props extends SelectHTMLAttributes<HTMLSelectElement> {
  options: readonly { value: string; name: string }[];
}

export function SelectField({ options, className = '', ...select }: Props) {
  return (
    <span className={`relative inline-flex items-center ${className}`}>
      <select className={`${fieldLook} h-9 appearance-none pe-9`} {...select}>
        {options.map(({ value, name }) => (
          <option key={value} value={value}>
            {name}
          </option>
        ))}
      </select>
      <ChevronDown size={16} className="pointer-events-none absolute end-3 text-fg-3" aria-hidden />
    </span>
  );
}
