'use client';
import { Forward, Reply, ReplyAll, Star } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useMarkSeen } from '#client/hooks/use-mark-seen.ts';
import { answer } from '#client/mail/keys.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { MessageCard } from './message-card.tsx';

/** Oldest first; messages that were read before are folded, but the newest. */
export function Conversation({ threadId }: { threadId: string }) {
  const ids = useMail((state) => state.threads.get(threadId));
  const full = useMail((state) => state.full);
  const known = useMail((state) => state.emails);
  const shown = (ids ?? []).map((id) => full.get(id)).filter((email) => email !== undefined);
  const isLoaded = ids !== undefined && shown.length > 0 && shown.length === ids.filter((id) => known.has(id)).length;
  useMarkSeen(threadId, isLoaded);
  const title = shown[0]?.subject ?? known.get(ids?.[0] ?? '')?.subject;
  if (!isLoaded) {
    return (
      <div className="p-6 max-sm:p-4">
        <h2 className="text-[20px] leading-7 font-semibold" dir="auto">
          {title ?? '\u00a0'}
        </h2>
        <div
          role="status"
          aria-label="Loading the conversation"
          className="mt-4 h-40 animate-pulse rounded-card bg-hover [animation-delay:150ms]"
        />
      </div>
    );
  }
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  return (
    <div className="min-h-0 flex-1 overflow-y-auto p-6 max-sm:p-0" tabIndex={-1}>
      <div className="mx-auto grid max-w-190 gap-2">
        <h2
          className="flex items-center gap-2 pb-2 text-[20px] leading-7 font-semibold tracking-[-.01em] max-sm:px-4 max-sm:pt-4"
          dir="auto"
        >
          {title?.trim() || '(no subject)'}
          {shown.some(({ keywords }) => keywords.$flagged) && (
            <Star size={18} className="flex-none fill-star text-star" aria-label="Starred" />
          )}
        </h2>
        {shown.map((email, index) => (
          <MessageCard key={email.id} email={email} isLast={index === shown.length - 1} />
        ))}
        <div className="flex flex-wrap gap-2 rounded-card border border-border p-2 max-sm:sticky max-sm:bottom-0 max-sm:rounded-none max-sm:border-x-0 max-sm:bg-surface">
          <Button variant="ghost" onClick={() => answer('reply')}>
            <Reply {...icon} />
            Reply
          </Button>
          <Button variant="secondary" onClick={() => answer('replyAll')}>
            <ReplyAll {...icon} />
            Reply all
          </Button>
          <Button variant="ghost" onClick={() => answer('forward')}>
            <Forward {...icon} />
            Forward
          </Button>
        </div>
      </div>
    </div>
  );
}
