'use client';
/** The formatting of the text. One tab stop; the arrow keys go from tool to tool (WAI-ARIA toolbar). */
import {
  Bold,
  Image as Picture,
  Italic,
  Link,
  List,
  ListOrdered,
  RemoveFormatting,
  TextQuote,
  Underline,
  type LucideIcon,
} from 'lucide-react';
import type Squire from 'squire-rte';
import { useRef } from 'react';
import { askLink } from './ask-link.ts';
import type { Formats } from './use-squire.ts';

interface Tool {
  name: string;
  icon: LucideIcon;
  on?: keyof Formats;
  keys?: string;
  run: (squire: Squire, on: boolean) => void;
}
const tools: (Tool | null)[] = [
  { name: 'Bold', icon: Bold, on: 'bold', keys: 'Control+B', run: (squire, on) => (on ? squire.removeBold() : squire.bold()) },
  { name: 'Italic', icon: Italic, on: 'italic', keys: 'Control+I', run: (squire, on) => (on ? squire.removeItalic() : squire.italic()) },
  {
    name: 'Underline',
    icon: Underline,
    on: 'underline',
    keys: 'Control+U',
    run: (squire, on) => (on ? squire.removeUnderline() : squire.underline()),
  },
  null,
  { name: 'Bullets', icon: List, on: 'bullets', run: (squire, on) => (on ? squire.removeList() : squire.makeUnorderedList()) },
  { name: 'Numbers', icon: ListOrdered, on: 'numbers', run: (squire, on) => (on ? squire.removeList() : squire.makeOrderedList()) },
  { name: 'Quote', icon: TextQuote, on: 'quote', run: (squire, on) => (on ? squire.decreaseQuoteLevel() : squire.increaseQuoteLevel()) },
  null,
  { name: 'Link', icon: Link, on: 'link', keys: 'Control+K', run: askLink },
  { name: 'Plain style', icon: RemoveFormatting, run: (squire) => squire.removeAllFormatting() },
];

export function FormatToolbar({
  squire,
  formats,
  onPictures,
}: {
  squire: Squire | null;
  formats: Formats;
  onPictures: (files: File[]) => void;
}) {
  const picker = useRef<HTMLInputElement>(null);
  const bar = useRef<HTMLDivElement>(null);
  function onKeyDown(event: React.KeyboardEvent): void {
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step === 0) return;
    event.preventDefault();
    const buttons = [...(bar.current?.querySelectorAll('button') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLButtonElement);
    buttons.at((at + step) % buttons.length)?.focus();
  }
  const look = 'grid size-8 flex-none place-items-center rounded-control hover:bg-fg/8 hover:text-fg';
  return (
    <div
      ref={bar}
      role="toolbar"
      aria-label="Formatting"
      onKeyDown={onKeyDown}
      className="mx-3 flex h-10 flex-none items-center gap-px overflow-x-auto rounded-lg bg-hover px-1 text-fg-2"
    >
      {tools.map((tool, index) =>
        tool === null ? (
          <span key={index} className="mx-1.5 h-5 w-px flex-none bg-fg/15" />
        ) : (
          <button
            key={tool.name}
            type="button"
            aria-label={tool.name}
            title={tool.name}
            aria-pressed={tool.on ? formats[tool.on] : undefined}
            aria-keyshortcuts={tool.keys}
            tabIndex={index === 0 ? 0 : -1}
            onMouseDown={(event) => event.preventDefault()} // the selection stays in the text
            onClick={() => squire && tool.run(squire, tool.on ? formats[tool.on] : false)}
            className={`${look} ${tool.on && formats[tool.on] ? 'bg-surface text-accent' : ''}`}
          >
            <tool.icon size={16} strokeWidth={1.75} aria-hidden />
          </button>
        ),
      )}
      <button
        type="button"
        aria-label="Picture"
        title="Picture"
        tabIndex={-1}
        onMouseDown={(event) => event.preventDefault()}
        onClick={() => picker.current?.click()}
        className={look}
      >
        <Picture size={16} strokeWidth={1.75} aria-hidden />
      </button>
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
    </div>
  );
}
