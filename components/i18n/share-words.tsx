'use client';
/** Hands the page's language to the code below React (client/i18n/words.ts). Rendered before all that could speak. */
import { useLocale, useMessages } from 'next-intl';
import { setWords } from '#client/i18n/words.ts';

export function ShareWords() {
  const locale = useLocale();
  const messages = useMessages();
  if (typeof window !== 'undefined') setWords(locale, messages); // not on the server: there, languages of many people pass by
  return null;
}
