/** People to offer while a recipient is typed. Answers that come late, for what is no longer there, are dropped. */
import { useRef, useState } from 'react';
import type { JmapConnection } from '../jmap/connection.ts';
import { suggestRecipients } from '../compose/mail-api.ts';
import type { Suggestion } from '../compose/recipients.ts';

export function useRecipientSuggestions(connection: JmapConnection): {
  suggestions: Suggestion[];
  ask: (text: string) => void;
} {
  const [suggestions, setSuggestions] = useState<Suggestion[]>([]);
  const latest = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  function ask(text: string): void {
    const mine = ++latest.current;
    clearTimeout(timer.current);
    if (text.trim() === '') {
      setSuggestions([]);
      return;
    }
    timer.current = setTimeout(() => {
      suggestRecipients(connection, text.trim()).then(
        (found) => mine === latest.current && setSuggestions(found),
        () => mine === latest.current && setSuggestions([]), // an offer that fails is no offer: typing goes on
      );
    }, 80);
  }
  return { suggestions, ask };
}
