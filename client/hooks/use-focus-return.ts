import { useEffect, useState } from 'react';

/** When what is shown over the page goes, the focus goes back to where it was; to the list's row when that has gone. */
export function useFocusReturn(): void {
  const [before] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body && document.activeElement !== null) return;
        const row = document.querySelector<HTMLElement>('.mail-row[tabindex="0"]');
        if (before instanceof HTMLElement && before.isConnected && before !== document.body) before.focus({ preventScroll: true });
        else row?.focus({ preventScroll: true });
      });
    },
    [before],
  );
}
