'use client';
/** What can be done to the message whose page this is. */
import { useState } from 'react';
import type { QueueAct } from './queue-acts.ts';
import { QueueBar } from './queue-bar.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import type { QueueTableRow } from './queue-table.tsx';

type Row = Pick<QueueTableRow, 'state' | 'priority' | 'route'>;

export function QueuedActs({ id, rows, mayReroute }: { id: number; rows: Row[]; mayReroute: boolean }) {
  const [asked, setAsked] = useState<QueueAct | null>(null);
  const [first] = rows;
  const ids = [String(id)];
  return (
    <div className="mb-6 flex flex-wrap items-start gap-2">
      <QueueBar
        ids={ids}
        isHeld={rows.some(({ state }) => state === 'held')}
        mayHold={rows.some(({ state }) => state !== 'held')}
        mayReroute={mayReroute}
        isMain
        onAsk={setAsked}
      />
      {asked && (
        <QueueDialog
          act={asked}
          ids={ids}
          {...(first && { priority: first.priority, route: first.route })}
          leave={asked === 'bounce' || asked === 'drop'}
          onClose={() => setAsked(null)}
        />
      )}
    </div>
  );
}
