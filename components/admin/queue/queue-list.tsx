'use client';
/** The queue, with what can be done to one message or many. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { ChoosableTable } from '#components/admin/choosable-table.tsx';
import type { QueueAct } from './queue-acts.ts';
import { QueueBar } from './queue-bar.tsx';
import { QueueDialog } from './queue-dialog.tsx';
import { queueKey, useQueueColumns, type QueueTableRow } from './queue-table.tsx';

interface Props {
  rows: QueueTableRow[];
  now: Date;
  /** Whoever administers the whole server says by which way mail leaves it. */
  mayReroute: boolean;
  empty: string;
}

export function QueueList({ rows, now, mayReroute, empty }: Props) {
  const t = useTranslations('admin.queue');
  const [asked, setAsked] = useState<{ act: QueueAct; ids: string[] } | null>(null);
  const columns = useQueueColumns(now);
  return (
    <>
      <ChoosableTable
        label={t('title')}
        rows={rows}
        keyOf={queueKey}
        idOf={({ id }) => String(id)}
        nameOf={({ recipient }) => recipient}
        columns={columns}
        empty={empty}
        bar={(ids) => (
          <QueueBar
            ids={ids}
            isHeld={rows.some(({ id, state }) => state === 'held' && ids.includes(String(id)))}
            mayHold={rows.some(({ id, state }) => state !== 'held' && ids.includes(String(id)))}
            mayReroute={mayReroute}
            onAsk={(act) => setAsked({ act, ids })}
          />
        )}
      />
      {asked && <QueueDialog {...asked} onClose={() => setAsked(null)} />}
    </>
  );
}
