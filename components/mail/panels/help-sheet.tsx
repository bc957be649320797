'use client';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { commands, keysOf, nameOfCommand } from '#client/mail/commands/all.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { wordsBegin } from '#client/mail/commands/palette.ts';
import { KeyCaps } from './key-caps.tsx';
import { Sheet } from './sheet.tsx';

const groups = ['anywhere', 'go', 'list', 'act', 'thread'] as const;
const composing = [
  ['Mod+Enter', 'send'],
  ['Mod+Shift+c', 'cc'],
  ['Mod+Shift+b', 'bcc'],
  ['Mod+k', 'link'],
  ['Mod+s', 'save'],
  ['Mod+Shift+d', 'discard'],
  ['Escape', 'minimise'],
] as const;

/** All keys, from the same list that the keyboard runs. */
export function HelpSheet() {
  const t = useTranslations('mail');
  const shortcuts = useMail((state) => state.settings.shortcuts);
  const [text, setText] = useState('');
  const typed = text.trim().toLocaleLowerCase();
  const fits = (name: string, keys: readonly string[]) =>
    typed === '' || keys.some((key) => key.toLowerCase() === typed) || wordsBegin(name.toLocaleLowerCase(), typed);
  const sections = [
    ...groups.map((group) => ({
      title: t(`commandGroups.${group}`),
      rows: commands
        .filter((command) => command.group === group && keysOf(command).length > 0)
        .map((command) => ({ keys: keysOf(command), does: nameOfCommand(command) })),
    })),
    { title: t('help.writing'), rows: composing.map(([keys, does]) => ({ keys: [keys], does: t(`help.${does}`) })) },
  ];
  return (
    <Sheet title={t('help.title')} wide>
      <input
        autoFocus
        aria-label={t('help.find')}
        placeholder={t('help.find')}
        autoComplete="off"
        className="mb-4 h-9 w-full rounded-control border border-control bg-surface px-3"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      {!shortcuts && <p className="mb-4 rounded-control bg-warning-soft px-3 py-2 text-[13px] text-warning">{t('help.switchedOff')}</p>}
      <div className="gap-8 sm:columns-2">
        {sections.map(({ title, rows }) => {
          const shown = rows.filter(({ keys, does }) => fits(does, keys));
          if (shown.length === 0) return null;
          return (
            <section key={title} aria-label={title} className="mb-5 break-inside-avoid-column">
              <h3 className="mb-1 text-[12px] leading-4 font-semibold text-fg-3">{title}</h3>
              <dl>
                {shown.map(({ keys, does }) => (
                  <Row key={does} keys={keys} does={does} />
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Sheet>
  );
}

function Row({ keys, does }: { keys: readonly string[]; does: string }) {
  return (
    <div className="flex min-h-7.5 break-inside-avoid items-center gap-3 border-b border-hairline text-[13px] leading-5 last:border-0">
      <dt className="order-2 ms-auto flex flex-none gap-2">
        {keys.map((one) => (
          <KeyCaps key={one} keys={one} />
        ))}
      </dt>
      <dd>{does}</dd>
    </div>
  );
}
