/** Acts as entries of a menu, each with its icon. */
import type { Act } from '#client/mail/acts/acts-on.ts';
import type { MenuAction } from '#components/ui/menu-items.tsx';
import { commandIcons } from './panels/command-icon.tsx';

export const menuOf = (acts: readonly Act[]): MenuAction[] =>
  acts.map(({ id, name, keys, refusal, run }) => ({
    ...{ label: name, icon: commandIcons[id], refusal, onSelect: run },
    ...(keys ? { keys } : {}),
  }));
