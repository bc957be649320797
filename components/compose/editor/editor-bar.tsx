'use client';
/** One field above the tools, for something in the text. */
import { useId } from 'react';
import { fieldLook } from '#components/ui/form/text-field.tsx';

interface Props {
  label: string;
  value: string;
  inputMode?: 'url' | 'text';
  onChange: (value: string) => void;
  onEnter: () => void;
  onEscape: () => void;
  children: React.ReactNode;
}

export function EditorBar({ label, value, inputMode = 'text', onChange, onEnter, onEscape, children }: Props) {
  const id = useId();
  return (
    <div className="mx-3 mb-1 flex flex-none flex-wrap items-center gap-2 rounded-lg border border-border bg-surface p-1.5 ps-3">
      <label htmlFor={id} className="text-[12px] text-fg-2">
        {label}
      </label>
      <input
        id={id}
        value={value}
        inputMode={inputMode}
        autoFocus
        autoComplete="off"
        dir={inputMode === 'url' ? 'ltr' : 'auto'}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) onEnter();
          else if (event.key === 'Escape') onEscape();
          else return;
          event.preventDefault();
          event.stopPropagation();
        }}
        className={`${fieldLook} h-8 min-w-32 flex-1 text-[13px]`}
      />
      {children}
    </div>
  );
}
