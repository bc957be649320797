'use client';
import { Archive, ArrowLeft, ChevronLeft, ChevronRight, FolderInput, Mail, ShieldAlert, Trash2 } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { step } from '#client/mail/cursor.ts';
import { setRead, toggleStar } from '#client/mail/keywords.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { moveToRole } from '#client/mail/move.ts';
import { go } from '#client/mail/navigate.ts';
import { openPicker } from '#client/mail/panels.ts';
import { targets } from '#client/mail/targets.ts';
import { StarButton } from './star-button.tsx';

/** Above the conversation: what can be done with it, where it stands in the list, and its neighbours. */
export function ConversationToolbar() {
  const route = useMail((state) => state.route);
  const cursor = useMail((state) => state.cursor);
  const total = useMail((state) => state.list.total);
  const pane = useMail((state) => state.settings.readingPane);
  const starred = useMail((state) => (state.threads.get(route.threadId ?? '') ?? []).some((id) => state.emails.get(id)?.keywords.$flagged));
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const isJunk = route.box === 'junk';
  return (
    <div
      role="toolbar"
      aria-label="Conversation"
      className="flex h-12 flex-none items-center gap-0.5 border-b border-border ps-3.5 pe-3 max-sm:h-14 max-sm:px-2 max-sm:*:min-w-11"
    >
      <span className={`grid justify-items-center ${pane === 'off' ? '' : 'lg:hidden'}`}>
        <IconButton label="Back to the list" onClick={() => go({ ...route, threadId: null })}>
          <ArrowLeft {...icon} />
        </IconButton>
      </span>
      <IconButton className="max-sm:hidden" label="Archive" onClick={() => void moveToRole(targets(), 'archive')}>
        <Archive {...icon} />
      </IconButton>
      <IconButton className="max-sm:hidden" label="Delete" onClick={() => void moveToRole(targets(), 'trash')}>
        <Trash2 {...icon} />
      </IconButton>
      <IconButton
        className="max-sm:hidden"
        label={isJunk ? 'Not junk' : 'Report junk'}
        onClick={() => void moveToRole(targets(), isJunk ? 'inbox' : 'junk')}
      >
        <ShieldAlert {...icon} />
      </IconButton>
      <span aria-hidden className="mx-1.5 h-5 w-px bg-border max-sm:hidden" />
      <IconButton className="max-sm:hidden" label="Mark as unread" onClick={() => void setRead(targets(), false)}>
        <Mail {...icon} />
      </IconButton>
      <IconButton className="max-sm:hidden" label="Move" onClick={() => openPicker('move')}>
        <FolderInput {...icon} />
      </IconButton>
      <span className="ms-auto me-1 text-[12px] text-fg-3 tabular-nums max-sm:ms-1 max-sm:me-auto">
        {total > 0 && `${(cursor + 1).toLocaleString()} of ${total.toLocaleString()}`}
      </span>
      <span className="flex max-sm:hidden">
        <IconButton label="Previous conversation" disabled={cursor <= 0} onClick={() => step(-1)}>
          <ChevronLeft {...icon} />
        </IconButton>
        <IconButton label="Next conversation" disabled={cursor >= total - 1} onClick={() => step(1)}>
          <ChevronRight {...icon} />
        </IconButton>
      </span>
      <span className="flex sm:hidden">
        <StarButton on={starred} onClick={() => void toggleStar(targets())} />
        <IconButton label="Move" onClick={() => openPicker('move')}>
          <FolderInput {...icon} />
        </IconButton>
      </span>
    </div>
  );
}
