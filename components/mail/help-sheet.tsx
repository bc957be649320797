'use client';
import { Sheet } from './sheet.tsx';

const keys: [keys: string, does: string][] = [
  ['c', 'Compose'],
  ['/', 'Search'],
  ['j k', 'Next, previous'],
  ['o Enter', 'Open'],
  ['u', 'Back to the list'],
  ['x', 'Select'],
  ['e', 'Archive'],
  ['#', 'Delete'],
  ['!', 'Report junk'],
  ['s', 'Star'],
  ['v l', 'Move'],
  ['Shift+I Shift+U', 'Mark as read, unread'],
  ['r a f', 'Reply, reply all, forward'],
  ['g i, g s, g t, g d, g a', 'Inbox, starred, sent, drafts, all'],
  ['z', 'Undo'],
  ['?', 'This help'],
];

export function HelpSheet() {
  return (
    <Sheet title="Keyboard">
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-[13px] leading-5">
        {keys.map(([key, does]) => (
          <div key={key} className="contents">
            <dt className="font-mono text-[12px] text-fg-2">{key}</dt>
            <dd>{does}</dd>
          </div>
        ))}
      </dl>
    </Sheet>
  );
}
