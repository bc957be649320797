'use client';
import { Forward, Reply, ReplyAll } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { answer } from '#client/mail/acts/answer.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { isMe, nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';

/** Below the newest message: the answer that is most likely, and the others. */
export function ReplyBox({ email }: { email: FullEmail }) {
  const t = useTranslations('reading');
  const me = useMail((state) => state.me);
  const people = [senderOf(email), ...(email.to ?? []), ...(email.cc ?? [])].filter((person) => !isMe(person, me));
  const names = [...new Set(people.map((person) => nameOf(person).split(' ')[0]))];
  const [first] = people;
  const toWhom =
    names.length === 0
      ? t('replyTo.self')
      : names.length === 1 && first
        ? t('replyTo.one', { name: nameOf(first) })
        : names.length === 2
          ? t('replyTo.two', { first: names[0] ?? '', second: names[1] ?? '' })
          : t('replyTo.many', { name: names[0] ?? '', count: names.length - 1 });
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const isMany = names.length > 1;
  return (
    <div className="flex min-h-13 flex-wrap items-center gap-1 rounded-card border border-border p-2 ps-3.5 text-fg-3 max-sm:hidden">
      <span className="me-3 ms-1 inline-flex">
        <Avatar name={me} email={me} size={28} />
      </span>
      <span className="min-w-0 flex-1 truncate" aria-hidden onClick={() => answer(isMany ? 'replyAll' : 'reply', email.id)}>
        {toWhom}
      </span>
      <Button size="sm" variant={isMany ? 'ghost' : 'secondary'} onClick={() => answer('reply', email.id)}>
        <Reply {...icon} className="rtl:-scale-x-100" />
        {t('menu.reply')}
      </Button>
      <Button size="sm" variant={isMany ? 'secondary' : 'ghost'} onClick={() => answer('replyAll', email.id)}>
        <ReplyAll {...icon} className="rtl:-scale-x-100" />
        {t('menu.replyAll')}
      </Button>
      <Button size="sm" variant="ghost" onClick={() => answer('forward', email.id)}>
        <Forward {...icon} className="rtl:-scale-x-100" />
        {t('menu.forward')}
      </Button>
    </div>
  );
}
