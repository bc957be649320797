'use client';
import { CloudOff, Inbox, SearchX } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { useMail } from '#client/mail/mail-store.ts';
import { loadMailboxes } from '#client/mail/mailboxes/load-mailboxes.ts';
import { follow, openBox, search } from '#client/mail/navigate.ts';
import { withoutToken, tokensOf } from '#client/mail/search/query-tokens.ts';
import { searchEverywhere } from '#client/mail/search/search-everywhere.ts';

/** Instead of rows: loading, nothing here, nothing found, or what went wrong. */
export function ListStates() {
  const t = useTranslations('mail');
  const { status, error, isLocal } = useMail((state) => state.list);
  const { box, q } = useMail((state) => state.route);
  const online = useMail((state) => state.online);
  const ui = useTranslations('ui');
  if (status === 'loading' && online) return <Skeleton />;
  if (status === 'failed' || status === 'loading') {
    const reason = error ?? ui('unreachable');
    const details = `${reason}\n${location.href}\n${new Date().toISOString()}\n${navigator.userAgent}`;
    return (
      <State icon={CloudOff} title={t('states.failed')} text={reason}>
        <span className="flex gap-2">
          <Button size="sm" onClick={() => void loadMailboxes().then(follow, follow)}>
            {t('states.retry')}
          </Button>
          <CopyButton text={details} name={t('states.copyDetails')} />
        </span>
      </State>
    );
  }
  if (box === 'search') return <NothingFound q={q} isLocal={isLocal === true} />;
  const kinds = { inbox: 'inbox', snoozed: 'snoozed', starred: 'starred', drafts: 'drafts', trash: 'trash', junk: 'junk' } as const;
  const kind = kinds[box as keyof typeof kinds] ?? 'other';
  return <State icon={Inbox} title={t(`states.empty.${kind}`)} text={t(`states.emptyText.${kind}`)} />;
}

/** Which part of the query to drop: each operator is offered. */
function NothingFound({ q, isLocal }: { q: string; isLocal: boolean }) {
  const t = useTranslations('mail');
  const tokens = tokensOf(q).filter(({ isOperator }) => isOperator);
  const wider = searchEverywhere(q);
  return (
    <State
      icon={SearchX}
      title={t('states.nothingFound')}
      text={isLocal ? t('states.onlyHere') : tokens.length > 0 ? t('states.dropOne') : t('states.otherWords')}
    >
      <span className="flex max-w-96 flex-wrap justify-center gap-2">
        {tokens.length + (wider ? 1 : 0) > 0 &&
          tokens.slice(0, 5).map((token) => (
            <Button key={token.at} size="sm" onClick={() => search(withoutToken(q, token))}>
              {t('states.without', { part: token.text })}
            </Button>
          ))}
        {wider && (
          <Button size="sm" onClick={() => search(wider)}>
            {t('searchEverywhere')}
          </Button>
        )}
        <Button size="sm" onClick={() => openBox('inbox')}>
          {t('states.backToInbox')}
        </Button>
      </span>
    </State>
  );
}

function State({ icon: Icon, title, text, children }: { icon: typeof Inbox; title: string; text: string; children?: React.ReactNode }) {
  const t = useTranslations('mail');
  return (
    <div className="relative grid flex-1 place-content-center justify-items-center gap-2 p-8 text-center">
      <div role="grid" aria-label={t('grid')} aria-rowcount={0} className="pointer-events-none absolute inset-0" />
      <Icon size={32} strokeWidth={1.5} className="text-fg-3" aria-hidden />
      <p className="font-semibold">{title}</p>
      <p className="max-w-80 text-[13px] leading-5 text-fg-2">{text}</p>
      {children && <div className="relative mt-2">{children}</div>}
    </div>
  );
}

function Skeleton() {
  const t = useTranslations('mail');
  return (
    <div role="status" aria-label={t('loadingMessages')} className="flex-1 overflow-hidden">
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
