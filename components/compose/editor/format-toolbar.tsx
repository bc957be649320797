'use client';
/** The formatting of the text. One tab stop; the arrow keys go from tool to tool (WAI-ARIA toolbar). */
import { ALargeSmall, Baseline, Image as Picture, Link, TypeOutline } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type Squire from 'squire-rte';
import { useRef } from 'react';
import { blockTools, clearTool, colours, fonts, sizes, styleTools, type Tool } from './format-tools.ts';
import { FormatMenu } from './format-menu.tsx';
import type { Formats } from './use-squire.ts';

interface Props {
  squire: Squire | null;
  formats: Formats;
  onPictures?: (files: File[]) => void;
  onLink: () => void;
}

export function FormatToolbar({ squire, formats, onPictures, onLink }: Props) {
  const t = useTranslations('compose');
  const picker = useRef<HTMLInputElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  function onKeyDown(event: React.KeyboardEvent): void {
    const forward = getComputedStyle(event.currentTarget).direction === 'rtl' ? 'ArrowLeft' : 'ArrowRight';
    const step = event.key === forward ? 1 : event.key === 'ArrowRight' || event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons.at((at + step) % buttons.length)?.focus();
  }
  const look = 'grid size-8 flex-none place-items-center rounded-control hover:bg-fg/8 hover:text-fg data-popup-open:bg-fg/8';
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const stay = (event: React.MouseEvent) => event.preventDefault(); // the selection stays in the text
  const button = (tool: Tool, tabIndex = -1) => (
    <button
      key={tool.name}
      type="button"
      aria-label={t(tool.name)}
      title={t(tool.name)}
      aria-pressed={tool.on ? formats[tool.on] : undefined}
      aria-keyshortcuts={tool.keys}
      tabIndex={tabIndex}
      onMouseDown={stay}
      onClick={() => squire && tool.run(squire, tool.on ? formats[tool.on] : false)}
      className={`${look} ${tool.on && formats[tool.on] ? 'bg-surface text-accent' : ''}`}
    >
      <tool.icon {...icon} />
    </button>
  );
  const line = <span className="mx-1.5 h-5 w-px flex-none bg-fg/15" />;
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label={t('formatting')}
      onKeyDown={onKeyDown}
      className="mx-3 flex h-10 flex-none items-center gap-px overflow-x-auto rounded-lg bg-hover px-1 text-fg-2"
    >
      {styleTools.map((tool, index) => button(tool, index === 0 ? 0 : -1))}
      {line}
      <FormatMenu
        label={t('font')}
        look={look}
        choices={fonts.map(({ name, value }) => ({ name: t(name), value, style: { fontFamily: value || undefined } }))}
        onPick={(value) => squire?.setFontFace(value || null).focus()}
      >
        <TypeOutline {...icon} />
      </FormatMenu>
      <FormatMenu
        label={t('size')}
        look={look}
        choices={sizes.map(({ name, value }) => ({ name: t(name), value, style: { fontSize: value || undefined } }))}
        onPick={(value) => squire?.setFontSize(value || null).focus()}
      >
        <ALargeSmall {...icon} />
      </FormatMenu>
      <FormatMenu
        label={t('colour')}
        look={look}
        choices={colours.map(({ name, value }) => ({ name: t(name), value, swatch: value || 'currentColor' }))}
        onPick={(value) => squire?.setTextColor(value || null).focus()}
      >
        <Baseline {...icon} />
      </FormatMenu>
      {line}
      {blockTools.map((tool) => button(tool))}
      {line}
      <button
        type="button"
        aria-label={t('link')}
        title={t('link')}
        aria-pressed={formats.link}
        aria-keyshortcuts="Control+K"
        tabIndex={-1}
        onMouseDown={stay}
        onClick={onLink}
        className={`${look} ${formats.link ? 'bg-surface text-accent' : ''}`}
      >
        <Link {...icon} />
      </button>
      {onPictures && (
        <button
          type="button"
          aria-label={t('picture')}
          title={t('picture')}
          tabIndex={-1}
          onMouseDown={stay}
          onClick={() => picker.current?.click()}
          className={look}
        >
          <Picture {...icon} />
        </button>
      )}
      {button(clearTool)}
      {onPictures && (
        <input
          ref={picker}
          type="file"
          accept="image/*"
          multiple
          hidden
          onChange={(event) => {
            onPictures([...(event.target.files ?? [])]);
            event.target.value = '';
          }}
        />
      )}
    </div>
  );
}
