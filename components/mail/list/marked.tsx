'use client';
import { cutAtWords } from '#client/mail/search/mark-words.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { plainWords } from '#client/mail/search/parse-query.ts';

/** A text with the words that were searched for marked. */
export function Marked({ text }: { text: string }) {
  const query = useMail((state) => (state.route.box === 'search' ? state.route.q : ''));
  if (query === '') return text;
  return cutAtWords(text, plainWords(query)).map((part, index) => (part.isMatch ? <mark key={index}>{part.text}</mark> : part.text));
}
