'use client';
/** On a message whose sender wants to know that it was read: asked, answered by the setting, or passed over. */
import { MailCheck } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { declineReceipt, sendReceipt } from '#client/compose/sending/receipt.ts';
import { say } from '#client/compose/sending/sent-messages.ts';
import { isMe, senderOf, type FullEmail } from '#client/mail/types.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { sharedOf } from '#client/mail/shared.ts';
import { Button } from '#components/ui/button.tsx';
import { wordsOf } from '#client/i18n/words-of.ts';

export function ReceiptBar({ email }: { email: FullEmail }) {
  const t = useTranslations('compose');
  const me = useMail((state) => state.me);
  const choice = useMail((state) => state.settings.readReceipts);
  const [answered, setAnswered] = useState(false);
  const begun = useRef(false);
  const { $mdnsent, $draft, $junk } = email.keywords;
  const [to] = email['header:Disposition-Notification-To:asAddresses'] ?? [];
  const isAsked = Boolean(to) && !sharedOf(email.id) && !$mdnsent && !$draft && !$junk && !isMe(senderOf(email), me) && !answered;
  useEffect(() => {
    if (!isAsked || choice !== 'always' || begun.current) return;
    begun.current = true;
    // When it goes to somebody else than the sender, the server wants a person to decide: then nothing is sent.
    sendReceipt(email, 'setting').catch(() => undefined);
  }, [isAsked, choice, email]);
  if (!isAsked || choice !== 'ask') return null;
  const run = (act: Promise<void>, done: string) => {
    setAnswered(true);
    act.then(
      () => say(done),
      (error: unknown) => {
        setAnswered(false);
        say(wordsOf(error));
      },
    );
  };
  return (
    <div className="mx-3.5 mt-2.5 flex min-h-9 flex-wrap items-center gap-1 rounded-control bg-hover py-0.5 ps-3 pe-1 text-[13px]">
      <MailCheck size={16} strokeWidth={1.75} className="me-1 flex-none text-fg-2" aria-hidden />
      <span className="me-auto">{t('receipt.asked', { name: to?.name ?? to?.email ?? '' })}</span>
      <Button size="sm" variant="ghost" onClick={() => run(sendReceipt(email, 'person'), t('receipt.sent'))}>
        {t('receipt.send')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => run(declineReceipt(email.id), t('receipt.declined'))}>
        {t('receipt.decline')}
      </Button>
    </div>
  );
}
