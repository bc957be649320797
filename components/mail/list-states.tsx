'use client';
import { CloudOff, Inbox, SearchX } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useMail } from '#client/mail/mail-store.ts';
import { loadMailboxes } from '#client/mail/load-mailboxes.ts';
import { follow, openBox } from '#client/mail/navigate.ts';

/** Instead of rows: loading, nothing here, nothing found, or what went wrong. */
export function ListStates() {
  const { status, error } = useMail((state) => state.list);
  const { box, q } = useMail((state) => state.route);
  if (status === 'loading') return <Skeleton />;
  if (status === 'failed') {
    return (
      <State icon={CloudOff} title="The list could not be loaded" text={error ?? ''}>
        <Button onClick={() => void loadMailboxes().then(follow, follow)}>Try again</Button>
      </State>
    );
  }
  if (box === 'search') {
    const word = q.split(' ').find((part) => part.includes(':'));
    const hint = word ? `Try it without “${word}”.` : 'Try fewer or other words.';
    return (
      <State icon={SearchX} title="Nothing found" text={hint}>
        <Button onClick={() => openBox('inbox')}>Back to the inbox</Button>
      </State>
    );
  }
  const title = box === 'inbox' ? 'Your inbox is empty' : 'Nothing here';
  return (
    <State
      icon={Inbox}
      title={title}
      text={box === 'inbox' ? 'Enjoy the quiet. New mail appears by itself.' : 'Messages that you move here will appear.'}
    />
  );
}

function State({ icon: Icon, title, text, children }: { icon: typeof Inbox; title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className="relative grid flex-1 place-content-center justify-items-center gap-2 p-8 text-center">
      <div role="grid" aria-label="Messages" aria-rowcount={0} className="pointer-events-none absolute inset-0" />
      <Icon size={32} strokeWidth={1.5} className="text-fg-3" aria-hidden />
      <p className="font-semibold">{title}</p>
      <p className="max-w-80 text-[13px] leading-5 text-fg-2">{text}</p>
      {children && <div className="mt-2">{children}</div>}
    </div>
  );
}

function Skeleton() {
  return (
    <div role="status" aria-label="Loading messages" className="flex-1 overflow-hidden">
      {Array.from({ length: 8 }, (_, index) => (
        <div key={index} className="late flex h-18 items-center gap-3 border-b border-hairline ps-5.5 pe-4">
          <span className="size-9 rounded-full bg-hover" />
          <span className="grid flex-1 gap-2">
            <span className="h-3 w-2/5 rounded bg-hover" />
            <span className="h-3 w-4/5 rounded bg-hover" />
          </span>
        </div>
      ))}
    </div>
  );
}
