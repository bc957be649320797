/** The link tool: takes the link under the cursor away, or asks for an address and makes one. */
import type Squire from 'squire-rte';

export function askLink(squire: Squire): void {
  if (squire.hasFormat('A')) {
    squire.removeLink();
    return;
  }
  const selected = squire.getSelectedText().trim();
  const address = window.prompt('Link address', /^https?:/.test(selected) ? selected : 'https://');
  if (address && /^(https?|mailto):./i.test(address)) squire.makeLink(address);
}
