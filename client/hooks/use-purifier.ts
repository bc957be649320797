import type { DOMPurify } from 'dompurify';
import { useEffect, useState } from 'react';
import { messagePurifier } from '../reading/html/parser-window.ts';

let made: DOMPurify | null = null;

/** What cleans the HTML of messages; null for a moment, before the first. */
export function usePurifier(): DOMPurify | null {
  const [purify, setPurify] = useState<DOMPurify | null>(made);
  useEffect(() => {
    if (purify) return undefined;
    let gone = false;
    void messagePurifier().then((one) => {
      made = one;
      if (!gone) setPurify(() => one); // it is a function itself
    });
    return () => {
      gone = true;
    };
  }, [purify]);
  return purify;
}
