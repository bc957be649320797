'use client';
import { Archive, ArrowLeft, FolderInput, Mail, ShieldAlert, Star, Trash2 } from 'lucide-react';
import { IconButton } from '#components/ui/icon-button.tsx';
import { moveToRole, setKeyword, targets } from '#client/mail/actions.ts';
import { toggleStar } from '#client/mail/keys.ts';
import { setMail, useMail } from '#client/mail/mail-store.ts';
import { go } from '#client/mail/navigate.ts';
import { Conversation } from './conversation.tsx';

/** The open conversation with its toolbar, or a quiet place. */
export function ReadingPane() {
  const route = useMail((state) => state.route);
  if (!route.threadId) {
    return (
      <section className="mail-reading grid min-w-0 place-content-center text-fg-3 max-lg:hidden" aria-label="Reading pane">
        <p>Nothing is open. Choose a conversation from the list.</p>
      </section>
    );
  }
  const icon = { size: 18, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <section className="mail-reading flex min-h-0 min-w-0 flex-col" aria-label="Conversation">
      <div role="toolbar" aria-label="Conversation" className="flex h-12 flex-none items-center gap-1 border-b border-border px-4">
        <span className="lg:hidden">
          <IconButton label="Back to the list" onClick={() => go({ ...route, threadId: null })}>
            <ArrowLeft {...icon} />
          </IconButton>
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
        <span aria-hidden className="mx-1 h-5 w-px bg-border" />
        <IconButton label="Mark as unread" onClick={() => void setKeyword(targets().slice(-1), '$seen', false)}>
          <Mail {...icon} />
        </IconButton>
        <IconButton label="Star" onClick={() => void toggleStar(targets())}>
          <Star {...icon} />
        </IconButton>
        <IconButton label="Move" onClick={() => setMail({ panel: 'move' })}>
          <FolderInput {...icon} />
        </IconButton>
      </div>
      <Conversation key={route.threadId} threadId={route.threadId} />
    </section>
  );
}
