/** Searches that a person keeps: a setting of the account, so that every device has them. */
import { showProblem } from '../activity.ts';
import { saveSettings } from '../mailboxes/load-mailboxes.ts';
import { mail } from '../mail-store.ts';

export const isSaved = (query: string): boolean => mail().settings.savedSearches.includes(query);

export function toggleSaved(query: string): Promise<void> {
  const others = mail().settings.savedSearches.filter((one) => one !== query);
  return saveSettings({ savedSearches: isSaved(query) ? others : [...others, query] }).catch(showProblem);
}
