import { useEffect } from 'react';
import { runKey } from '../mail/commands/keys.ts';
import { typeAhead } from '../mail/commands/typed-ahead.ts';

/** The keyboard of the mail shell, also when the focus is inside a message's frame. */
export function useMailKeys(): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const element = event.target instanceof Element ? event.target : null;
      if (element?.closest('input, textarea, select, [contenteditable=true], [role=dialog], dialog, [role=menu]') && event.key !== 'Escape')
        return;
      if (event.key === 'Enter' && element?.closest('button, a[href], summary')) return; // it presses what has the focus
      if (typeAhead(event) || runKey(event)) event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}
