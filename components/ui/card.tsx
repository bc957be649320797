/** A bordered group on a page, and the rows of settings in it. */
import type { ReactNode } from 'react';

export function Card({ children, className = '' }: { children: ReactNode; className?: string }) {
  return <div className={`rounded-card border border-border bg-surface ${className}`}>{children}</div>;
}

export function CardHead({ title, note, children }: { title: string; note?: string; children?: ReactNode }) {
  return (
    <div className="flex min-h-12 flex-wrap items-center gap-x-2.5 gap-y-1 border-b border-border py-1.5 ps-4 pe-2">
      <h2 className="text-[14px] leading-5.5 font-semibold">{title}</h2>
      {note && <span className="text-[12px] leading-4 text-fg-3">{note}</span>}
      <span className="ms-auto flex items-center gap-1">{children}</span>
    </div>
  );
}

export function Section({ title, about, children }: { title?: string; about?: string; children: ReactNode }) {
  return (
    <section className="mb-8">
      {title && <h2 className={`${about ? 'mb-1' : 'mb-3'} text-[16px] leading-6 font-semibold`}>{title}</h2>}
      {about && <p className="mb-3 text-[13px] leading-5 text-fg-2">{about}</p>}
      {children}
    </section>
  );
}

export function SettingRow({
  title,
  about,
  lead,
  children,
}: {
  title: ReactNode;
  about?: string | undefined;
  lead?: ReactNode;
  children?: ReactNode;
}) {
  return (
    <div className="flex items-center gap-4 border-t border-hairline px-4 py-3.5 first:border-t-0 max-sm:flex-wrap max-sm:gap-3">
      {lead && <span className="grid size-9 flex-none place-items-center rounded-lg bg-hover text-fg-2">{lead}</span>}
      <div className="min-w-0 flex-1 max-sm:basis-50">
        <b className="block font-medium">{title}</b>
        {about && <span className="block text-[13px] leading-5 text-fg-3">{about}</span>}
      </div>
      {children}
    </div>
  );
}
