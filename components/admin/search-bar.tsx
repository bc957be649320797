/** A search of one list, kept in its address; it works without script. */
import { Search } from 'lucide-react';
import { fieldLook } from '#components/ui/form/text-field.tsx';

export function SearchBar({ label, value, children }: { label: string; value: string; children?: React.ReactNode }) {
  return (
    <form role="search" aria-label={label} className="mb-4 flex flex-wrap items-center gap-2">
      <span className="relative w-96 max-w-full">
        <Search size={16} aria-hidden className="absolute start-3 top-2.5 text-fg-3" />
        <input
          key={value} // what was typed goes when the page is another one
          type="search"
          name="q"
          defaultValue={value}
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          className={`${fieldLook} h-9 ps-9`}
        />
      </span>
      {children}
    </form>
  );
}
