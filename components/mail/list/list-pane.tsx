'use client';
import { useTranslations } from 'next-intl';
import { useMail } from '#client/mail/mail-store.ts';
import { ahead } from '#components/ui/ahead.tsx';
import { ListHeader } from './list-header.tsx';
import { ListStates } from './list-states.tsx';
import { MessageGrid } from './message-grid.tsx';
import { SelectionBar } from './selection-bar.tsx';

const HeldBar = ahead(() => import('#components/junk/held-bar.tsx').then((one) => one.HeldBar));

/** The middle pane: a header that turns into the selection's toolbar, and the list. */
export function ListPane() {
  const t = useTranslations('mail');
  const hasSelection = useMail((state) => state.wholeQuery || state.selected.size > 0);
  const box = useMail((state) => state.route.box);
  const total = useMail((state) => state.list.total);
  return (
    <section className="mail-list flex min-h-0 min-w-0 flex-col" aria-label={t('messageList')}>
      {hasSelection ? <SelectionBar /> : <ListHeader />}
      {box === 'junk' && <HeldBar />}
      {total > 0 ? <MessageGrid /> : <ListStates />}
    </section>
  );
}
