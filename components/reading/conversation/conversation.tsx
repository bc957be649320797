'use client';
import { useTranslations } from 'next-intl';
import { useMarkSeen } from '#client/hooks/use-mark-seen.ts';
import { toggleStar } from '#client/mail/acts/keywords.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { refusalOf } from '#client/mail/acts/may.ts';
import { InlineCompose } from '#components/compose/inline-compose.tsx';
import { StarButton } from '#components/mail/star-button.tsx';
import { MessageCard } from '#components/reading/message-card.tsx';
import { ReplyBox } from './reply-box.tsx';

/** Oldest first; messages that were read before are folded, but the newest. */
export function Conversation({ threadId }: { threadId: string }) {
  const t = useTranslations('reading');
  const ids = useMail((state) => state.threads.get(threadId));
  const full = useMail((state) => state.full);
  const known = useMail((state) => state.emails);
  const shown = (ids ?? []).map((id) => full.get(id)).filter((email) => email !== undefined);
  const isLoaded = ids !== undefined && shown.length > 0 && shown.length === ids.filter((id) => known.has(id)).length;
  useMarkSeen(threadId, isLoaded);
  const title = shown[0]?.subject ?? known.get(ids?.[0] ?? '')?.subject;
  const last = shown.findLast(({ keywords }) => !keywords.$draft);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 pb-6 max-sm:px-0 max-sm:pb-0" tabIndex={-1} data-scrolls>
      <div className="grid max-w-190 grid-cols-[minmax(0,1fr)] gap-2 max-sm:gap-0">
        <header className="flex items-center gap-2.5 pt-4.5 pb-1 max-sm:border-b max-sm:border-border max-sm:px-4 max-sm:py-4">
          <h1 className="min-w-0 text-[20px] leading-7 font-semibold tracking-[-.012em] wrap-anywhere" dir="auto">
            {title?.trim() || (isLoaded ? t('noSubject') : '\u00a0')}
          </h1>
          <span className="ms-auto max-sm:hidden">
            <StarButton
              on={shown.some(({ keywords }) => keywords.$flagged)}
              refusal={refusalOf('star', ids ?? [])}
              onClick={() => void toggleStar(ids ?? [])}
            />
          </span>
        </header>
        {/* What is there stays while one more comes. */}
        {isLoaded || shown.length > 0 ? (
          shown.map((email) => <MessageCard key={email.id} email={email} isLast={email === (last ?? shown.at(-1))} />)
        ) : (
          <div role="status" aria-label={t('loading')} className="late h-40 rounded-card bg-hover" />
        )}
        <InlineCompose threadId={threadId}>{isLoaded && last && <ReplyBox email={last} />}</InlineCompose>
      </div>
    </div>
  );
}
