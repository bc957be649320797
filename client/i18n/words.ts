/**
 * The catalogue for the code of the browser that is not a component: toasts, reasons of a failure, the lines above a quotation. A component
 * takes `useTranslations` of next-intl instead.
 */
import { createTranslator, type Locale, type Messages } from 'next-intl';
import type { Room } from '#messages/rooms.ts';

let spoken: { locale: Locale; messages: Partial<Messages> } = { locale: 'en', messages: {} };

export function setWords(locale: Locale, messages: Partial<Messages>): void {
  if (spoken.locale === locale && spoken.messages === messages) return;
  spoken = { locale, messages };
  made.clear();
}

const made = new Map<Room, unknown>();

/** `words('compose')('sent')`. Ask for it when it is to be shown, not when a module is loaded: the language comes with the page. */
export function words<R extends Room>(room: R) {
  const make = () =>
    createTranslator<Messages, R>({ locale: spoken.locale, messages: spoken.messages as Messages, namespace: room as never });
  const known = (made.get(room) as ReturnType<typeof make> | undefined) ?? make();
  made.set(room, known);
  return known;
}

/** For Intl: numbers and dates in the language of the words around them. */
export const spokenLanguage = (): Locale => spoken.locale;
