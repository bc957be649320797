'use client';
/** The message as nothing but text. */
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';

interface Props {
  /** For the spelling checker: `auto`, `off`, or a language. */
  language: string;
  text: string;
  autoFocus: boolean;
  onChange: (text: string) => void;
  /** Below the text: the files. */
  children: React.ReactNode;
}

export function PlainEditor({ language, text, autoFocus, onChange, children }: Props) {
  const t = useTranslations('compose');
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => field.current?.setSelectionRange(0, 0), []);
  return (
    <>
      <textarea
        ref={field}
        aria-label={t('message')}
        dir="auto"
        spellCheck={language !== 'off'}
        lang={language === 'auto' || language === 'off' ? undefined : language}
        value={text}
        autoFocus={autoFocus}
        onChange={(event) => onChange(event.target.value)}
        className="min-h-24 flex-1 resize-none bg-transparent px-4.5 py-3.5 font-mono text-[13px] leading-5 outline-none! max-sm:text-[16px]"
      />
      {children}
    </>
  );
}
