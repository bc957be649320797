'use client';
import { useTranslations } from 'next-intl';
import { useMail } from '#client/mail/mail-store.ts';
import { Conversation } from './conversation.tsx';
import { ConversationBar } from './conversation-bar.tsx';
import { ConversationToolbar } from './conversation-toolbar.tsx';

/** The open conversation with its toolbar, or a quiet place. */
export function ReadingPane() {
  const t = useTranslations('mail');
  const threadId = useMail((state) => state.route.threadId);
  if (!threadId) {
    return (
      <section
        className="mail-reading grid min-w-0 place-content-center p-6 text-center text-fg-3 max-lg:hidden"
        aria-label={t('readingPane')}
      >
        <p className="text-balance">{t('nothingOpen')}</p>
      </section>
    );
  }
  return (
    <section className="mail-reading flex min-h-0 min-w-0 flex-col" aria-label={t('commandGroups.thread')}>
      <ConversationToolbar />
      <Conversation key={threadId} threadId={threadId} />
      <ConversationBar />
    </section>
  );
}
