/** What is typed after the key that opens a panel and before it is there: it goes into the panel's field, and is no command meanwhile. */
import { mail, type Panel } from '../mail-store.ts';

let typed: { panel: Panel; text: string } | null = null;

/** True when the key was meant for a panel that is not there yet. */
export function typeAhead({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  const { panel } = mail();
  const isText = key.length === 1;
  if (panel === null || panel === 'drawer' || ctrlKey || metaKey || altKey || !(isText || key === 'Enter')) return false;
  if (isText) typed = { panel, text: (typed?.panel === panel ? typed.text : '') + key };
  return true;
}

/** For the panel's field, as soon as it has the focus: from then on what is typed goes there. */
export function takeTyped(panel: Panel): string {
  const text = typed?.panel === panel ? typed.text : '';
  typed = null;
  return text;
}
