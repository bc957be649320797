'use client';
import { useState } from 'react';
import type { Point } from '#components/ui/menu-at.tsx';
import { foldedMailboxes, keepFolded } from '#client/mail/mailboxes/folded.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { openBox } from '#client/mail/navigate.ts';
import type { TreeEntry } from '#client/mail/mailboxes/order-mailboxes.ts';
import { TreeItem } from './tree-item.tsx';

interface Props {
  label: string;
  entries: TreeEntry[];
  onMenu?: (entry: TreeEntry, at: Point) => void;
}

/** A tree (WAI-ARIA): one tab stop, arrows move, fold and unfold, a letter goes to the next of that name, `.` opens its menu. */
export function Tree({ label, entries, onMenu }: Props) {
  const box = useMail((state) => state.route.box);
  const [folded, setFolded] = useState(foldedMailboxes);
  const [focused, setFocused] = useState<string | null>(null);
  const shown = entries.filter((entry) => !isInside(entry, entries, folded));
  const isCurrent = (entry: TreeEntry) => entry.box === box || entry.id === box;
  const stop = shown.find((entry) => entry.box === focused) ?? shown.find(isCurrent) ?? shown[0];

  const fold = ({ id }: TreeEntry, on: boolean) => {
    if (id === null) return;
    const next = new Set(folded);
    if (on) next.add(id);
    else next.delete(id);
    setFolded(next);
    keepFolded(next);
  };
  const onKeyDown = (event: React.KeyboardEvent<HTMLElement>) => {
    const at = shown.findIndex((entry) => entry.box === focused);
    const entry = shown[at];
    if (!entry || event.ctrlKey || event.metaKey || event.altKey) return;
    const items = event.currentTarget.querySelectorAll<HTMLElement>('[role=treeitem]');
    const focus = (index: number) => items[Math.max(0, Math.min(items.length - 1, index))]?.focus();
    const [inwards, outwards] = document.dir === 'rtl' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowRight', 'ArrowLeft'];
    const isFolded = entry.id !== null && folded.has(entry.id);
    const byLetter = /^\p{L}$/u.test(event.key) ? [...shown.slice(at + 1), ...shown.slice(0, at)] : [];
    const named = byLetter.find(({ name }) => name.toLocaleLowerCase().startsWith(event.key.toLocaleLowerCase()));
    if (event.key === 'ArrowDown') focus(at + 1);
    else if (event.key === 'ArrowUp') focus(at - 1);
    else if (event.key === 'Home') focus(0);
    else if (event.key === 'End') focus(shown.length - 1);
    else if (event.key === inwards && isFolded) fold(entry, false);
    else if (event.key === inwards) focus(entry.hasChildren ? at + 1 : at);
    else if (event.key === outwards && entry.hasChildren && !isFolded) fold(entry, true);
    else if (event.key === outwards) focus(shown.findIndex(({ id }) => id !== null && id === entry.parentId));
    else if (event.key === 'Enter' || event.key === ' ') openBox(entry.box);
    else if (event.key === '.' && onMenu) onMenu(entry, below(items[at]));
    else if (named) focus(shown.indexOf(named));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div role="tree" aria-label={label} onKeyDown={onKeyDown}>
      {shown.map((entry) => (
        <TreeItem
          key={entry.box}
          entry={entry}
          isCurrent={isCurrent(entry)}
          isTabStop={entry === stop}
          isFolded={entry.id !== null && folded.has(entry.id)}
          onFold={(on) => fold(entry, on)}
          onFocus={() => setFocused(entry.box)}
          onMenu={onMenu}
        />
      ))}
    </div>
  );
}

/** Where the menu opens for a key: many keyboards have none for it. */
function below(item: Element | undefined): Point {
  const { left = 0, bottom = 0 } = item?.getBoundingClientRect() ?? {};
  return { x: left + 40, y: bottom };
}

/** Whether one of those above it is folded. */
function isInside(entry: TreeEntry, entries: readonly TreeEntry[], folded: ReadonlySet<string>): boolean {
  const parent = entries.find(({ id }) => id !== null && id === entry.parentId);
  return parent?.id !== undefined && parent.id !== null && (folded.has(parent.id) || isInside(parent, entries, folded));
}
