'use client';
/** All rules, in the order in which they are looked at: turned on and off, moved, copied, taken away. */
import { ArrowDown, ArrowUp, Ban, ChevronRight, Copy, Ellipsis, Pencil, Plus, Trash2, Zap } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import type { RuleBook } from '#client/settings/rules.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { AskDialog } from '#components/ui/ask-dialog.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { IconMenu } from '#components/ui/icon-menu.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHead } from '#components/ui/page-frame.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { ScriptList } from './script-list.tsx';

type Said = { text: string; undo: (() => Promise<void>) | null } | null;
interface Props {
  book: RuleBook;
  said: Said;
  onSaid: (said: Said) => void;
  onWrite: (rules: Rule[]) => Promise<void>;
  onEdit: (at: number) => void;
  onNew: () => void;
  onActivate: () => Promise<void>;
}

export function RuleList({ book, said, onSaid, onWrite, onEdit, onNew, onActivate }: Props) {
  const t = useTranslations('settings.rules');
  const ui = useTranslations('ui');
  const format = useFormatter();
  const [asked, setAsked] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [dragged, setDragged] = useState<number | null>(null);
  const { rules } = book;
  const run = (act: Promise<void>) => {
    setProblem(null);
    act.catch((error: unknown) => setProblem(wordsOf(error)));
  };
  const moved = (from: number, to: number) => {
    const rest = rules.filter((_, index) => index !== from);
    const one = rules[from];
    if (one && to >= 0 && to < rules.length) run(onWrite([...rest.slice(0, to), one, ...rest.slice(to)]));
  };
  const about = ({ match, conditions, actions }: Rule) => {
    const when = conditions.map((one) =>
      one.field === 'size'
        ? t('summary.size', { op: t(`ops.${one.op}`), megabytes: one.bytes / 1_000_000 })
        : one.field === 'attachment'
          ? t(`summary.${one.op}`)
          : t('summary.text', {
              field: one.field === 'header' ? one.header : t(`fields.${one.field}`),
              op: t(`ops.${one.op}`),
              value: one.value,
            }),
    );
    const then = actions.map((one) =>
      one.kind === 'move' || one.kind === 'label'
        ? `${t(`actions.${one.kind}`)} ${one.mailbox}`
        : one.kind === 'forward'
          ? `${t('actions.forward')} ${one.address}`
          : t(`actions.${one.kind}`),
    );
    return {
      when: when.length === 0 ? t('everyMessage') : format.list(when, { type: match === 'all' ? 'conjunction' : 'disjunction' }),
      then: then.join(' · '),
    };
  };
  return (
    <>
      <PageHead title={ui('settingsPages.rules')} about={t('about')}>
        <Button variant="primary" onClick={onNew}>
          <Plus size={16} aria-hidden />
          {t('newRule')}
        </Button>
      </PageHead>
      {said && (
        <div className="mb-4 flex items-center gap-2">
          <div className="flex-1">
            <Notice state={{ ok: true, message: said.text }} />
          </div>
          {said.undo && (
            <Button
              size="sm"
              onClick={() => {
                const { undo } = said;
                onSaid(null);
                if (undo) run(undo().then(() => onSaid({ text: t('undone'), undo: null })));
              }}
            >
              {t('undo')}
            </Button>
          )}
        </div>
      )}
      <div className="mb-4 empty:hidden">
        <Notice state={{ ok: false, message: problem }} />
      </div>
      {!book.isActive && book.ownScriptId !== null && (
        <Card className="mb-4 flex flex-wrap items-center gap-3 bg-warning-soft p-4">
          <p className="min-w-0 flex-1 basis-64 text-[13px] leading-5">{t('ownScriptActive')}</p>
          <Button size="sm" onClick={() => run(onActivate())}>
            {t('activate')}
          </Button>
        </Card>
      )}
      {!book.isReadable && <p className="mb-4 text-[13px] text-fg-2">{t('unreadable')}</p>}
      <Section>
        <Card>
          {rules.length === 0 && (
            <div className="grid justify-items-center gap-2 px-4 py-12 text-center">
              <Zap size={28} strokeWidth={1.5} className="text-fg-3" aria-hidden />
              <p className="font-medium">{t('none')}</p>
              <p className="max-w-md text-[13px] leading-5 text-fg-2">{t('noneAbout')}</p>
            </div>
          )}
          <ol aria-label={ui('settingsPages.rules')}>
            {rules.map((rule, at) => {
              const { when, then } = about(rule);
              return (
                <li
                  key={`${at} ${rule.name}`}
                  draggable
                  onDragStart={() => setDragged(at)}
                  onDragOver={(event) => dragged !== null && event.preventDefault()}
                  onDrop={() => {
                    if (dragged !== null && dragged !== at) moved(dragged, at);
                    setDragged(null);
                  }}
                  className="flex items-center gap-3 border-t border-hairline px-4 py-3 first:border-t-0"
                >
                  <Switch
                    label={t('turn', { name: rule.name })}
                    checked={rule.enabled}
                    onChange={(enabled) => run(onWrite(rules.with(at, { ...rule, enabled })))}
                  />
                  <button
                    type="button"
                    onClick={() => onEdit(at)}
                    className={`min-w-0 flex-1 rounded-control text-start ${rule.enabled ? '' : 'text-fg-2'}`}
                  >
                    <b dir="auto" className="block truncate font-medium">
                      {rule.name}
                    </b>
                    <span className="line-clamp-2 text-[13px] leading-5 text-fg-3">
                      {when} → {then}
                    </span>
                  </button>
                  <IconMenu
                    label={t('more', { name: rule.name })}
                    actions={[
                      { label: ui('edit'), icon: Pencil, onSelect: () => onEdit(at) },
                      ...(at > 0 ? [{ label: t('up'), icon: ArrowUp, onSelect: () => moved(at, at - 1) }] : []),
                      ...(at < rules.length - 1 ? [{ label: t('down'), icon: ArrowDown, onSelect: () => moved(at, at + 1) }] : []),
                      {
                        label: t('copy'),
                        icon: Copy,
                        onSelect: () =>
                          run(
                            onWrite([
                              ...rules.slice(0, at + 1),
                              { ...rule, name: t('copyOf', { name: rule.name }) },
                              ...rules.slice(at + 1),
                            ]),
                          ),
                      },
                      { label: ui('delete'), icon: Trash2, onSelect: () => setAsked(at) },
                    ]}
                  >
                    <Ellipsis size={18} strokeWidth={1.75} aria-hidden />
                  </IconMenu>
                </li>
              );
            })}
          </ol>
        </Card>
      </Section>
      <Section>
        <Card>
          <a href="/settings/senders" className="flex min-h-14 items-center gap-3 rounded-card px-4 py-3 hover:bg-hover">
            <Ban size={18} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
            <span className="min-w-0 flex-1">
              <b className="block font-medium text-fg">{t('blockedSenders', { count: book.blocked.length })}</b>
              <span dir="ltr" className="line-clamp-1 text-[13px] leading-5 text-fg-3">
                {book.blocked.slice(0, 6).join(', ') || '\u00a0'}
              </span>
            </span>
            <ChevronRight size={16} strokeWidth={1.75} className="flex-none text-fg-3 rtl:-scale-x-100" aria-hidden />
          </a>
        </Card>
      </Section>
      <ScriptList />
      {asked !== null && (
        <AskDialog
          question={t('deleteQuestion', { name: rules[asked]?.name ?? '' })}
          consequence={t('deleteMeans')}
          action={ui('delete')}
          onClose={() => setAsked(null)}
          onAct={() => onWrite(rules.filter((_, index) => index !== asked))}
        />
      )}
    </>
  );
}
