'use client';
/** Everything by name: acts, places, settings, searches, mail. A dialog with a combobox (WAI-ARIA): the focus stays in the field. */
import { Dialog } from '@base-ui/react/dialog';
import { Search } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { useFocusReturn } from '#client/hooks/use-focus-return.ts';
import { cutAtWords } from '#client/mail/search/mark-words.ts';
import { search } from '#client/mail/navigate.ts';
import { paletteGroups, type PaletteItem } from '#client/mail/commands/palette.ts';
import { closePanel } from '#client/mail/acts/panels.ts';
import { takeTyped } from '#client/mail/commands/typed-ahead.ts';
import { commandIcons } from './command-icon.tsx';
import { KeyCaps } from './key-caps.tsx';

export function Palette() {
  useFocusReturn();
  const t = useTranslations('mail');
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const groups = useMemo(() => paletteGroups(text), [text]);
  const items = groups.flatMap((group) => group.items);
  const current = items[Math.min(at, items.length - 1)];
  const run = (item: PaletteItem | undefined) => {
    if (!item) return;
    closePanel();
    item.run();
  };
  const searchFor = () => {
    closePanel();
    search(text.trim());
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by && items.length > 0) setAt((Math.min(at, items.length - 1) + by + items.length) % items.length);
    else if (event.key === 'Enter' && event.shiftKey && text.trim()) searchFor();
    else if (event.key === 'Enter') run(current);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && closePanel()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          aria-label={t('palette.title')}
          className="palette fixed inset-x-0 top-[15vh] z-50 mx-auto flex max-h-[70dvh] w-160 max-w-[calc(100vw-24px)] flex-col overflow-hidden rounded-dialog border border-border bg-raised shadow-dialog max-sm:top-16"
        >
          <div className="flex h-14 flex-none items-center gap-3 border-b border-border ps-4.5 pe-4">
            <Search size={20} strokeWidth={1.75} className="flex-none text-fg-3" aria-hidden />
            <input
              autoFocus
              role="combobox"
              aria-label={t('palette.field')}
              aria-expanded={items.length > 0}
              aria-controls="palette-options"
              aria-activedescendant={current ? optionId(current) : undefined}
              autoComplete="off"
              spellCheck={false}
              placeholder={t('palette.field')}
              className="min-w-0 flex-1 bg-transparent text-[16px] leading-6 outline-none placeholder:text-fg-3"
              value={text}
              onFocus={() => setText((before) => before + takeTyped('palette'))}
              onChange={(event) => (setText(event.target.value), setAt(0))}
              onKeyDown={onKeyDown}
            />
            <KeyCaps keys="Escape" />
          </div>
          <div id="palette-options" role="listbox" aria-label={t('palette.title')} className="min-h-0 flex-1 overflow-y-auto p-1.5">
            {groups.map((group) => (
              <div key={group.title} role="group" aria-label={group.title}>
                <div className="truncate px-3 pt-2.5 pb-1 text-[12px] leading-4 font-medium text-fg-3" aria-hidden dir="auto">
                  {group.title}
                </div>
                {group.items.map((item) => (
                  <Option key={item.key} item={item} text={text} isCurrent={item === current} onRun={() => run(item)} />
                ))}
              </div>
            ))}
            {items.length === 0 && <p className="p-4 text-fg-3">{t('palette.nothing')}</p>}
          </div>
          <footer
            aria-hidden
            className="flex h-10 flex-none items-center gap-4 border-t border-border bg-bg px-4.5 text-[12px] text-fg-3 max-sm:hidden"
          >
            <span className="flex items-center gap-1.5">
              <KeyCaps keys="ArrowUp ArrowDown" /> {t('palette.choose')}
            </span>
            <span className="flex items-center gap-1.5">
              <KeyCaps keys="Enter" /> {t('palette.run')}
            </span>
            <span className="ms-auto flex items-center gap-1.5">
              <KeyCaps keys="?" /> {t('palette.allKeys')}
            </span>
          </footer>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

const optionId = (item: PaletteItem) => `palette-${item.key.replaceAll(/[^\w-]/g, '_')}`;

function Option({ item, text, isCurrent, onRun }: { item: PaletteItem; text: string; isCurrent: boolean; onRun: () => void }) {
  const Icon = commandIcons[item.icon];
  return (
    <div
      id={optionId(item)}
      role="option"
      aria-selected={isCurrent}
      onClick={onRun}
      ref={(element) => void (isCurrent && element?.scrollIntoView({ block: 'nearest' }))}
      className="flex min-h-10 cursor-default items-center gap-3 rounded-control px-3 whitespace-nowrap hover:bg-hover aria-selected:bg-selected"
    >
      <Icon size={18} strokeWidth={1.75} className="w-6 flex-none text-fg-2" aria-hidden />
      <span className="min-w-0 truncate" dir="auto">
        {cutAtWords(item.name, text.trim() === '' ? [] : text.trim().split(/\s+/), true).map((part, index) =>
          part.isMatch ? (
            <b key={index} className="font-semibold">
              {part.text}
            </b>
          ) : (
            part.text
          ),
        )}
      </span>
      {item.detail && <span className="truncate text-fg-2 tabular-nums">{item.detail}</span>}
      {item.keys && (
        <span className="ms-auto">
          <KeyCaps keys={item.keys} />
        </span>
      )}
    </div>
  );
}
