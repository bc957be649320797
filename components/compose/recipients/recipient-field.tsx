'use client';
/** To, Cc or Bcc: chips and a combobox (WAI-ARIA) that offers people and groups. Many addresses may be pasted at once. */
import { useTranslations } from 'next-intl';
import { useId, useRef, useState } from 'react';
import type { JmapConnection } from '#client/jmap/connection.ts';
import { parseRecipients, withoutDoubles, type Recipient, type Suggestion } from '#client/compose/recipients.ts';
import { useRecipientSuggestions } from '#client/hooks/use-recipient-suggestions.ts';
import { RecipientChip } from './recipient-chip.tsx';
import { SuggestionList } from './suggestion-list.tsx';

export const recipientKinds = ['to', 'cc', 'bcc'] as const;
export type RecipientKind = (typeof recipientKinds)[number];
interface Props {
  kind: RecipientKind;
  recipients: Recipient[];
  ownDomains: string[];
  connection: JmapConnection;
  autoFocus: boolean;
  /** At the row's end. */
  end?: React.ReactNode;
  onChange: (recipients: Recipient[]) => void;
  onMove: (from: RecipientKind, index: number, to: RecipientKind) => void;
}
const dragType = 'application/x-posthorn-recipient';

export function RecipientField({ kind, recipients, ownDomains, connection, autoFocus, end, onChange, onMove }: Props) {
  const t = useTranslations('compose');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState('');
  const [active, setActive] = useState(0);
  const { suggestions, ask } = useRecipientSuggestions(connection);
  const chosen = new Set(recipients.map((one) => one.email.toLowerCase()));
  const offered = text.trim() === '' ? [] : suggestions.filter((one) => one.members !== undefined || !chosen.has(one.email.toLowerCase()));

  function type(next: string): void {
    setText(next);
    setActive(0);
    ask(next);
  }
  function add(more: Recipient[]): void {
    if (more.length > 0) onChange(withoutDoubles([...recipients, ...more]));
    type('');
  }
  const pick = (one: Suggestion) => add(one.members ?? [{ name: one.name, email: one.email }]);
  function replace(index: number, by: Recipient[]): void {
    onChange(withoutDoubles([...recipients.slice(0, index), ...by, ...recipients.slice(index + 1)]));
    input.current?.focus();
  }
  function onKeyDown(event: React.KeyboardEvent): void {
    const offer = offered[active];
    if (event.key === 'ArrowDown' && offered.length > 0) setActive((active + 1) % offered.length);
    else if (event.key === 'ArrowUp' && offered.length > 0) setActive((active + offered.length - 1) % offered.length);
    else if (event.key === 'Escape' && offered.length > 0) {
      event.stopPropagation();
      ask('');
    } else if (
      (event.key === 'Enter' || (event.key === 'Tab' && !event.shiftKey && offer)) &&
      !event.metaKey &&
      !event.ctrlKey &&
      text.trim() !== ''
    ) {
      if (offer) pick(offer);
      else add(parseRecipients(text));
    } else if ((event.key === ',' || event.key === ';') && /@\S+$/.test(text.trim())) add(parseRecipients(text));
    else if (event.key === 'Backspace' && text === '' && recipients.length > 0) onChange(recipients.slice(0, -1));
    else return;
    event.preventDefault();
  }
  function onPaste(event: React.ClipboardEvent): void {
    const pasted = parseRecipients(event.clipboardData.getData('text/plain'));
    if (pasted.length < 2 && !pasted[0]?.email.includes('@')) return;
    event.preventDefault();
    add(pasted);
  }
  function onDrop(event: React.DragEvent): void {
    const [from, index] = event.dataTransfer.getData(dragType).split(' ');
    const known = recipientKinds.find((one) => one === from);
    if (!known || known === kind) return;
    event.preventDefault();
    onMove(known, Number(index), kind);
  }

  return (
    <div
      className="relative flex min-h-10 flex-none items-start gap-1.5 border-b border-hairline py-1.75 ps-4.5 pe-3"
      onDragOver={(event) => event.dataTransfer.types.includes(dragType) && event.preventDefault()}
      onDrop={onDrop}
    >
      <label htmlFor={id} className="w-12.5 flex-none text-[13px] leading-6.5 text-fg-3">
        {t(kind)}
      </label>
      <div className="flex max-h-32 min-h-6.5 min-w-0 flex-1 flex-wrap items-center gap-x-1.5 gap-y-1 overflow-y-auto">
        {recipients.map((one, index) => (
          <RecipientChip
            key={one.email}
            recipient={one}
            outside={!ownDomains.includes(one.email.slice(one.email.lastIndexOf('@') + 1).toLowerCase())}
            onReplace={(by) => replace(index, by)}
            moves={recipientKinds.filter((to) => to !== kind).map((to) => ({ name: t(to), run: () => onMove(kind, index, to) }))}
            onDragStart={(event) => event.dataTransfer.setData(dragType, `${kind} ${index}`)}
          />
        ))}
        <input
          ref={input}
          id={id}
          role="combobox"
          aria-expanded={offered.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={offered.length > 0 ? `${id}-${active}` : undefined}
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => type(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={onPaste}
          onBlur={() => text.trim() !== '' && add(parseRecipients(text))}
          className="h-6.5 min-w-4 flex-1 bg-transparent text-[14px] outline-none! max-sm:text-[16px]"
        />
      </div>
      {end}
      <SuggestionList id={id} people={offered} active={active} onPick={pick} />
    </div>
  );
}
