import { mail, setMail, type Panel } from '../mail-store.ts';
import { isRefused } from './may.ts';
import { targets } from './targets.ts';

/** Opens a picker for what an act would be done to now, or for what it is told. */
export function openPicker(panel: Panel, emailIds: string[] = targets()): void {
  if ((panel === 'move' || panel === 'label' || panel === 'snooze') && isRefused(panel, emailIds)) return;
  if (emailIds.length > 0 || mail().wholeQuery) setMail({ panel, panelTargets: emailIds });
}

export const closePanel = () => setMail({ panel: null });

/** What the open picker acts on; of it, what is still there. */
export const panelTargets = (): string[] => mail().panelTargets.filter((id) => mail().emails.has(id));
