import type { DOMPurify } from 'dompurify';
import { useEffect, useState } from 'react';
import { messagePurifier } from '../reading/html/parser-window.ts';

let made: DOMPurify | null = null;
const againMs = 3000;

/** What cleans the HTML of messages; null for a moment, before the first, and as long as it cannot be fetched. */
export function usePurifier(): DOMPurify | null {
  const [purify, setPurify] = useState<DOMPurify | null>(made);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (purify) return undefined;
    let gone = false;
    let retry: number | undefined;
    messagePurifier().then(
      (one) => {
        made = one;
        if (!gone) setPurify(() => one); // it is a function itself
      },
      () => {
        if (!gone) retry = window.setTimeout(() => setTurn((before) => before + 1), againMs);
      },
    );
    return () => {
      gone = true;
      window.clearTimeout(retry);
    };
  }, [purify, turn]);
  return purify;
}
