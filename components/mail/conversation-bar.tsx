'use client';
import { Archive, Forward, Mail, MoreHorizontal, Reply, ReplyAll, ShieldAlert, Trash2 } from 'lucide-react';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { answer } from '#client/mail/answer.ts';
import { setRead } from '#client/mail/keywords.ts';
import { moveToRole } from '#client/mail/move.ts';
import { targets } from '#client/mail/targets.ts';

/** On a phone: the acts at the thumb. */
export function ConversationBar() {
  const look = 'grid min-h-13 flex-1 justify-items-center content-center gap-1 text-[12px] leading-4 font-medium text-fg-2';
  const icon = { size: 20, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <nav aria-label="Conversation" className="flex flex-none border-t border-border bg-surface pb-[env(safe-area-inset-bottom)] sm:hidden">
      <button type="button" className={look} onClick={() => void moveToRole(targets(), 'archive')}>
        <Archive {...icon} />
        Archive
      </button>
      <button type="button" className={look} onClick={() => void moveToRole(targets(), 'trash')}>
        <Trash2 {...icon} />
        Delete
      </button>
      <button type="button" className={look} onClick={() => answer('reply')}>
        <Reply {...icon} />
        Reply
      </button>
      <IconMenu
        label="More"
        className={look}
        actions={[
          { label: 'Reply all', icon: ReplyAll, onSelect: () => answer('replyAll') },
          { label: 'Forward', icon: Forward, onSelect: () => answer('forward') },
          { label: 'Mark as unread', icon: Mail, onSelect: () => void setRead(targets(), false) },
          { label: 'Report junk', icon: ShieldAlert, onSelect: () => void moveToRole(targets(), 'junk') },
        ]}
      >
        <MoreHorizontal {...icon} />
        More
      </IconMenu>
    </nav>
  );
}
