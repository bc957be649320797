import { useEffect, useState } from 'react';
import { findPeople, type Person } from '../mail/search/suggestions.ts';

/** People for the word at the caret; an answer that comes late, for what is no longer there, is dropped. */
export function usePeople(query: string, caret: number, isOn: boolean): readonly Person[] {
  const [found, setFound] = useState<{ query: string; people: readonly Person[] }>({ query: '', people: [] });
  useEffect(() => {
    if (!isOn) return undefined;
    let gone = false;
    const timer = window.setTimeout(() => {
      findPeople(query, caret).then(
        (people) => gone || setFound({ query, people }),
        () => undefined, // an offer that fails is no offer
      );
    }, 80);
    return () => {
      gone = true;
      window.clearTimeout(timer);
    };
  }, [query, caret, isOn]);
  return isOn ? found.people : [];
}
