'use client';
/** On a message in Junk: what brought it there, the weightiest first. */
import { ShieldAlert } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useId, useState } from 'react';
import { isBlocked, junkVerdict } from '#client/junk/junk-reasons.ts';
import { useMail } from '#client/mail/mail-store.ts';
import type { SpamVerdict } from '#lib/spam/reasons.ts';
import { ReasonList } from './reason-list.tsx';

export function JunkNotice({ emailId, sender, mailboxIds }: { emailId: string; sender: string; mailboxIds: Record<string, true> }) {
  const t = useTranslations('junk');
  const titleId = useId();
  const isJunk = useMail((state) => state.mailboxes.some(({ id, role }) => role === 'junk' && mailboxIds[id]));
  const [found, setFound] = useState<{ verdict: SpamVerdict | null; blocked: boolean }>();
  useEffect(() => {
    if (!isJunk) return;
    let gone = false;
    Promise.all([junkVerdict(emailId), isBlocked(sender)]).then(
      ([verdict, blocked]) => gone || setFound({ verdict, blocked }),
      () => undefined,
    );
    return () => {
      gone = true;
    };
  }, [emailId, sender, isJunk]);
  if (!isJunk || found === undefined) return null;
  const { verdict, blocked } = found;
  return (
    <div
      role="group"
      aria-labelledby={titleId}
      className="mx-3.5 mt-2.5 grid gap-1 rounded-control bg-warning-soft px-3 py-2 text-[13px] leading-5 text-warning"
    >
      <h3 id={titleId} className="flex items-center gap-2 font-medium">
        <ShieldAlert size={16} strokeWidth={1.75} className="flex-none" aria-hidden />
        {t('title')}
      </h3>
      {blocked && <p>{t('reasons.blocked')}</p>}
      {verdict?.isJunk ? (
        <>
          <ReasonList reasons={verdict.reasons.filter(({ points }) => points !== 0)} />
          <p className="text-[12px]">{t('score', { score: String(verdict.score), needed: String(verdict.needed) })}</p>
        </>
      ) : (
        !blocked && <p>{t('unjudged')}</p>
      )}
    </div>
  );
}
