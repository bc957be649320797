'use client';
import { RefreshCw } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { selectWhere } from '#client/mail/keys.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { orderMailboxes } from '#client/mail/order-mailboxes.ts';
import { reloadShown } from '#client/mail/reload-list.ts';

export function ListHeader() {
  const { box, q } = useMail((state) => state.route);
  const mailboxes = useMail((state) => state.mailboxes);
  const total = useMail((state) => state.list.total);
  const entry = orderMailboxes(mailboxes).find((one) => one.box === box || one.id === box);
  const title = box === 'search' ? 'Search results' : (entry?.name ?? '\u00a0');
  const detail =
    box === 'search'
      ? `${total.toLocaleString()} for “${q}”`
      : entry && entry.count > 0
        ? `${entry.count.toLocaleString()} ${entry.counts}`
        : '';
  return (
    <header className="flex h-12 flex-none items-center border-b border-border ps-5.5 pe-2.5 max-sm:ps-4">
      <span className="grid w-12 justify-items-center pe-3 max-sm:hidden">
        <input
          type="checkbox"
          aria-label="Select all that are loaded"
          className="size-4.5"
          checked={false}
          disabled={total === 0}
          onChange={() => selectWhere(() => true)}
        />
      </span>
      <h1 className="truncate text-[14px] leading-5.5 font-semibold">{title}</h1>
      <span className="ms-2 min-w-0 flex-1 truncate text-[12px] text-fg-3" dir="auto">
        {detail}
      </span>
      <IconButton label="Refresh" onClick={() => void reloadShown()}>
        <RefreshCw size={16} strokeWidth={1.75} aria-hidden />
      </IconButton>
    </header>
  );
}
