/** Pages beside the mail: settings and administration. Sidebar and top bar stand on the ground, the page is one panel. */
import type { ReactNode } from 'react';

export function PageFrame({
  brand,
  nav,
  search,
  top,
  foot,
  children,
}: {
  brand: ReactNode;
  nav: ReactNode;
  /** In the middle of the top bar. */
  search?: ReactNode;
  top: ReactNode;
  foot?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid h-dvh grid-cols-[232px_minmax(0,1fr)] grid-rows-[56px_minmax(0,1fr)] overflow-hidden bg-bg max-md:grid-cols-1 max-md:grid-rows-[56px_auto_minmax(0,1fr)]">
      <header className="contents">
        <div className="flex items-center gap-2.5 ps-4.5 max-md:col-start-1 max-md:row-start-1">{brand}</div>
        <div className="flex items-center justify-end gap-1 pe-4 max-md:col-start-1 max-md:row-start-1 max-md:ps-14">
          {search && <div className="me-auto flex min-w-0 flex-1 pe-3 max-md:ps-1">{search}</div>}
          {top}
        </div>
      </header>
      <div className="flex min-h-0 flex-col overflow-y-auto px-3 pb-4 max-md:overflow-visible max-md:pb-2">
        {nav}
        {foot && <footer className="mt-auto px-3 pt-3 max-md:hidden">{foot}</footer>}
      </div>
      <main className="min-h-0 overflow-auto border-s border-t border-border bg-surface md:rounded-ss-card max-md:border-s-0">
        {children}
      </main>
    </div>
  );
}

export function PageHead({ title, about, children }: { title: ReactNode; about?: string; children?: ReactNode }) {
  return (
    <header className="mb-5 flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="min-w-0">
        <h1 className="text-[28px] leading-9 font-semibold tracking-[-.02em] text-balance max-sm:text-[24px] max-sm:leading-8">{title}</h1>
        {about && <p className="mt-1 text-fg-2">{about}</p>}
      </div>
      {children && <span className="ms-auto flex flex-wrap items-center gap-2">{children}</span>}
    </header>
  );
}

/** Reading width for settings, more for tables. */
export function PageBody({ wide = false, children }: { wide?: boolean; children: ReactNode }) {
  return (
    <div className={`mx-auto px-8 pb-12 max-lg:px-6 max-sm:px-4 ${wide ? 'max-w-290 pt-6' : 'max-w-200 pt-8 max-sm:pt-5'}`}>{children}</div>
  );
}
