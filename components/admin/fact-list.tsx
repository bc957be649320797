/** What is known of a message, line by line; what is not known is left out. */
import type { ReactNode } from 'react';

export interface Fact {
  name: string;
  value: ReactNode;
}

export function FactList({ facts, dir = 'ltr', className = '' }: { facts: Fact[]; dir?: 'ltr' | 'auto'; className?: string }) {
  return (
    <dl className={`grid grid-cols-[104px_minmax(0,1fr)] gap-x-3 gap-y-2 p-4 text-[13px] leading-5 ${className}`}>
      {facts
        .filter(({ value }) => value !== '')
        .map(({ name, value }) => (
          <div key={name} className="contents">
            <dt className="text-fg-3">{name}</dt>
            <dd className="break-words" dir={dir}>
              {value}
            </dd>
          </div>
        ))}
    </dl>
  );
}
