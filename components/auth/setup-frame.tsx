/** The pages of setup: where one is, and the step itself. */
import { Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { Logo } from '#components/ui/logo.tsx';
import { ThemeSwitch } from './theme-switch.tsx';

const steps = ['stepDomain', 'stepDns', 'stepCheck', 'stepTest'] as const;

export function SetupFrame({ step, title, lead, children }: { step: number; title: string; lead: ReactNode; children: ReactNode }) {
  const t = useTranslations('auth');
  return (
    <div className="min-h-dvh bg-bg">
      <header className="flex h-14 items-center gap-2.5 ps-4.5 pe-4">
        <Logo size={28} />
        <b className="text-[17px] tracking-[-.02em]">Posthorn</b>
        <span className="flex-1" />
        <ThemeSwitch />
      </header>
      <div className="grid grid-cols-[220px_minmax(0,680px)] justify-center gap-16 px-8 pt-14 pb-12 max-lg:gap-8 max-md:grid-cols-1 max-md:gap-5 max-md:px-4 max-md:pt-4">
        <nav aria-label={t('steps')}>
          <ol className="grid content-start pt-1 max-md:flex max-md:gap-2">
            {steps.map((name, index) => (
              <Step
                key={name}
                number={index + 1}
                name={t(name)}
                done={t('done')}
                state={index < step ? 'done' : index === step ? 'now' : 'later'}
              />
            ))}
          </ol>
        </nav>
        <main>
          <h1 className="text-[28px] leading-9 font-semibold tracking-[-.022em] text-balance max-sm:text-[24px] max-sm:leading-8">
            {title}
          </h1>
          <p className="mt-2 mb-6 max-w-150 text-fg-2">{lead}</p>
          {children}
        </main>
      </div>
    </div>
  );
}

const looks = {
  done: { text: 'text-fg-2', disc: 'border-transparent bg-success-soft text-success' },
  now: { text: 'font-semibold text-fg', disc: 'border-transparent bg-accent text-on-accent' },
  later: { text: 'text-fg-3', disc: 'border-border bg-bg' },
};

function Step({ number, name, done, state }: { number: number; name: string; done: string; state: keyof typeof looks }) {
  return (
    <li
      aria-current={state === 'now' ? 'step' : undefined}
      className={`relative flex h-12 items-center gap-3 font-medium not-first:before:absolute not-first:before:start-[13.5px] not-first:before:-top-2.5 not-first:before:h-5 not-first:before:w-px not-first:before:bg-border max-md:h-7 max-md:before:hidden ${looks[state].text}`}
    >
      <span className={`grid size-7 flex-none place-items-center rounded-full border text-[13px] font-semibold ${looks[state].disc}`}>
        {state === 'done' ? <Check size={14} strokeWidth={2.5} aria-label={done} /> : number}
      </span>
      <span className={state === 'now' ? '' : 'max-md:sr-only'}>{name}</span>
    </li>
  );
}
