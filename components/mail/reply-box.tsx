'use client';
import { Forward, Reply, ReplyAll } from 'lucide-react';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { answer } from '#client/mail/answer.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { isMe, nameOf, senderOf, type FullEmail } from '#client/mail/types.ts';

/** Below the newest message: the answer that is most likely, and the others. */
export function ReplyBox({ email }: { email: FullEmail }) {
  const me = useMail((state) => state.me);
  const people = [senderOf(email), ...(email.to ?? []), ...(email.cc ?? [])].filter((person) => !isMe(person, me));
  const names = [...new Set(people.map((person) => nameOf(person).split(' ')[0]))];
  const [first] = people;
  const toWhom =
    names.length === 0
      ? 'yourself'
      : names.length === 1 && first
        ? nameOf(first)
        : names.length > 2
          ? `${names[0]} and ${names.length - 1} others`
          : names.join(' and ');
  const icon = { size: 16, strokeWidth: 1.75, 'aria-hidden': true } as const;
  const isMany = names.length > 1;
  return (
    <div className="flex min-h-13 flex-wrap items-center gap-1 rounded-card border border-border p-2 ps-3.5 text-fg-3 max-sm:hidden">
      <span className="me-3 ms-1 inline-flex">
        <Avatar name={me} email={me} size={28} />
      </span>
      <span className="min-w-0 flex-1 truncate" aria-hidden onClick={() => answer(isMany ? 'replyAll' : 'reply', email.id)}>
        Reply to {toWhom}
      </span>
      <Button size="sm" variant={isMany ? 'ghost' : 'secondary'} onClick={() => answer('reply', email.id)}>
        <Reply {...icon} />
        Reply
      </Button>
      <Button size="sm" variant={isMany ? 'secondary' : 'ghost'} onClick={() => answer('replyAll', email.id)}>
        <ReplyAll {...icon} />
        Reply all
      </Button>
      <Button size="sm" variant="ghost" onClick={() => answer('forward', email.id)}>
        <Forward {...icon} />
        Forward
      </Button>
    </div>
  );
}
