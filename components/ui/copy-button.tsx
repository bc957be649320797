'use client';
/** Puts a text on the clipboard and says so. */
import { Check, Copy } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from './button.tsx';

export function CopyButton({ text, name }: { text: string; name?: string }) {
  const [copied, setCopied] = useState(false);
  const t = useTranslations('ui');
  return (
    <Button
      type="button"
      size="sm"
      onClick={() => {
        void navigator.clipboard.writeText(text).then(() => {
          setCopied(true);
          setTimeout(() => setCopied(false), 2000);
        });
      }}
    >
      {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      <span aria-live="polite">{copied ? t('copied') : (name ?? t('copy'))}</span>
    </Button>
  );
}
