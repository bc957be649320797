'use client';
import { RefreshCw } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { useMail } from '#client/mail/mail-store.ts';
import { orderMailboxes } from '#client/mail/order-mailboxes.ts';
import { reloadShown } from '#client/mail/sync.ts';

export function ListHeader() {
  const { box, q } = useMail((state) => state.route);
  const mailboxes = useMail((state) => state.mailboxes);
  const total = useMail((state) => state.list.total);
  const entry = orderMailboxes(mailboxes).find((one) => one.box === box || one.id === box);
  const title = box === 'search' ? 'Search results' : (entry?.name ?? ' ');
  const detail =
    box === 'search'
      ? `${total.toLocaleString()} for “${q}”`
      : entry && entry.count > 0
        ? `${entry.count.toLocaleString()} ${entry.counts}`
        : '';
  return (
    <header className="flex h-12 flex-none items-center gap-2 border-b border-border ps-[70px] pe-3 max-sm:ps-4">
      <h1 className="truncate text-[14px] font-semibold">{title}</h1>
      <span className="min-w-0 flex-1 truncate text-[12px] text-fg-2" dir="auto">
        {detail}
      </span>
      <IconButton label="Refresh" onClick={() => void reloadShown()}>
        <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </header>
  );
}
