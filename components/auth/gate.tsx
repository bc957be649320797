/** The ground of the pages before the mail: one card, and the mark bleeding off the corner on wide screens. */
import type { ReactNode } from 'react';
import { Horn, Logo } from '#components/ui/logo.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

export function Gate({ title, about, children }: { title: string; about: string; children: ReactNode }) {
  return (
    <div className="relative grid min-h-dvh grid-rows-[1fr_auto] justify-items-center overflow-hidden bg-bg">
      <svg
        viewBox="0 0 32 32"
        aria-hidden
        className="absolute end-[calc(min(46vw,720px)*-.3)] bottom-[calc(min(46vw,720px)*-.26)] w-[min(46vw,720px)] text-accent opacity-5 max-xl:hidden"
      >
        <Horn width={1.8} />
      </svg>
      <main className="relative grid w-[min(400px,calc(100vw-32px))] gap-4 self-center rounded-dialog border border-border bg-surface px-8 pt-9 pb-6 max-sm:px-5 max-sm:pt-7">
        <div className="mb-2 grid justify-items-center text-center">
          <Logo size={48} />
          <h1 className="mt-4 text-[20px] leading-7 font-semibold tracking-[-.015em]">{title}</h1>
          {about && <p className="max-w-full text-fg-3 wrap-anywhere">{about}</p>}
        </div>
        {children}
      </main>
      <footer className="relative flex gap-6 p-5 text-[12px] leading-4 text-fg-3">
        <ThemeSwitch words />
      </footer>
    </div>
  );
}
