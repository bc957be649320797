'use client';
import { Archive, FolderInput, Mail, MailOpen, ShieldAlert, Star, Trash2, X } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { moveToRole, setKeyword, targets } from '#client/mail/actions.ts';
import { toggleStar } from '#client/mail/keys.ts';
import { mail, setMail, useMail } from '#client/mail/mail-store.ts';

/** What can be done with the selected conversations. */
export function SelectionBar() {
  const selected = useMail((state) => state.selected);
  const anyUnread = useMail((state) => [...state.selected].some((id) => !state.emails.get(id)?.keywords.$seen));
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <div
      role="toolbar"
      aria-label="Selected messages"
      className="flex h-12 flex-none items-center gap-1 border-b border-border bg-accent-soft px-3"
    >
      <IconButton label="Clear selection" onClick={() => setMail({ selected: new Set() })}>
        <X {...icon} />
      </IconButton>
      <span className="me-auto truncate text-[13px] font-medium" role="status">
        {selected.size.toLocaleString()} selected
      </span>
      <IconButton label="Archive" onClick={() => void moveToRole(targets(), 'archive')}>
        <Archive {...icon} />
      </IconButton>
      <IconButton label="Delete" onClick={() => void moveToRole(targets(), 'trash')}>
        <Trash2 {...icon} />
      </IconButton>
      <IconButton label="Report junk" onClick={() => void moveToRole(targets(), 'junk')}>
        <ShieldAlert {...icon} />
      </IconButton>
      <IconButton label={anyUnread ? 'Mark as read' : 'Mark as unread'} onClick={() => void setKeyword(targets(), '$seen', anyUnread)}>
        {anyUnread ? <MailOpen {...icon} /> : <Mail {...icon} />}
      </IconButton>
      <IconButton label="Star" onClick={() => void toggleStar(targets())}>
        <Star {...icon} />
      </IconButton>
      <IconButton label="Move" onClick={() => mail().selected.size > 0 && setMail({ panel: 'move' })}>
        <FolderInput {...icon} />
      </IconButton>
    </div>
  );
}
