'use client';
import { FolderPlus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { showProblem } from '#client/mail/activity.ts';
import { makeMailbox } from '#client/mail/mailboxes/mailbox-changes.ts';
import { mailboxOfRoute, useMail } from '#client/mail/mail-store.ts';
import { moveTo } from '#client/mail/acts/move.ts';
import { orderLabels, orderMailboxes, orderShared } from '#client/mail/mailboxes/order-mailboxes.ts';
import { wordsBegin } from '#client/mail/commands/palette.ts';
import { closePanel, panelTargets } from '#client/mail/acts/panels.ts';
import { sharedHere } from '#client/mail/shared.ts';
import { takeTyped } from '#client/mail/commands/typed-ahead.ts';
import { LabelDot } from '#components/mail/label-dot.tsx';
import { Sheet } from './sheet.tsx';

/** Where to: the mailboxes by name, narrowed by typing; a name that is not there can be made. */
export function MovePicker() {
  const t = useTranslations('mail');
  const mailboxes = useMail((state) => state.mailboxes);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const typed = text.trim();
  const shared = sharedHere();
  const all = shared ? orderShared(shared.mailboxes) : [...orderMailboxes(mailboxes), ...orderLabels(mailboxes)];
  const places = all
    .filter(({ id }) => !shared || shared.mailboxes.some((one) => one.id === id && one.myRights.mayAddItems))
    .filter(({ id, role }) => id !== null && !['drafts', 'scheduled', 'snoozed'].includes(role ?? ''))
    .filter(({ name }) => typed === '' || wordsBegin(name.toLocaleLowerCase(), typed.toLocaleLowerCase()));
  const canMake = !shared && typed !== '' && !places.some(({ name }) => name.toLocaleLowerCase() === typed.toLocaleLowerCase());
  const count = places.length + (canMake ? 1 : 0);
  const current = Math.min(at, count - 1);
  const move = (id: string | null) => {
    const target = mailboxOfRoute(id ?? '');
    const ids = panelTargets();
    closePanel();
    if (target) void moveTo(ids, target);
  };
  const make = () => makeMailbox({ name: typed, parentId: null, color: null }).then(move, showProblem);
  const choose = (index: number) => (index < places.length ? move(places[index]?.id ?? null) : void make());
  return (
    <Sheet title={t('movePicker.title')}>
      <input
        autoFocus
        role="combobox"
        aria-label={t('movePicker.field')}
        aria-expanded="true"
        aria-controls="move-options"
        aria-activedescendant={count > 0 ? `move-${current}` : undefined}
        placeholder={t('movePicker.field')}
        className="mb-2 h-9 w-full rounded-control border border-control bg-surface px-3"
        value={text}
        onFocus={() => setText((before) => before + takeTyped('move'))}
        onChange={(event) => (setText(event.target.value), setAt(0))}
        onKeyDown={(event) => {
          const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
          if (by && count > 0) setAt((current + by + count) % count);
          else if (event.key === 'Enter' && count > 0) choose(current);
          else return;
          event.preventDefault();
        }}
      />
      <div id="move-options" role="listbox" aria-label={t('movePicker.title')}>
        {places.map(({ id, name, depth, color }, index) => (
          <div
            key={id}
            id={`move-${index}`}
            role="option"
            aria-selected={index === current}
            className="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-3 hover:bg-hover aria-selected:bg-selected max-sm:min-h-11"
            style={{ paddingInlineStart: 12 + depth * 20 }}
            onClick={() => move(id)}
          >
            {color && <LabelDot color={color} />}
            <span className="truncate" dir="auto">
              {name}
            </span>
          </div>
        ))}
        {canMake && (
          <div
            id={`move-${places.length}`}
            role="option"
            aria-selected={current === places.length}
            className="flex min-h-9 cursor-default items-center gap-2.5 rounded-control px-3 text-accent hover:bg-hover aria-selected:bg-selected"
            onClick={() => void make()}
          >
            <FolderPlus size={16} strokeWidth={1.75} aria-hidden />
            {t('movePicker.make', { name: typed })}
          </div>
        )}
      </div>
    </Sheet>
  );
}
