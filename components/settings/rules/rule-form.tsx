'use client';
/** A rule: new, from a message, from a search, or changed. What it matches is shown beside it while one writes. */
import { ChevronRight, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { changeOfExisting, countExisting } from '#client/settings/rules.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { RuleActionRow } from './rule-action.tsx';
import { RuleConditionRow } from './rule-condition.tsx';
import { RulePreview } from './rule-preview.tsx';

interface Props {
  start: Rule;
  isNew: boolean;
  /** The message that it was made from. */
  from: { subject: string; sender: string } | null;
  onCancel: () => void;
  /** `existing`: also for mail that is there. Throws what went wrong. */
  onSave: (rule: Rule, existing: boolean) => Promise<void>;
}

export function RuleForm({ start, isNew, from, onCancel, onSave }: Props) {
  const t = useTranslations('settings.rules');
  const ui = useTranslations('ui');
  const [rule, setRule] = useState(start);
  const [existing, setExisting] = useState(false);
  const [count, setCount] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const change = changeOfExisting(rule);
  const question = change && rule.conditions.every((one) => !('value' in one) || one.value !== '') ? JSON.stringify(change) : null;
  useEffect(() => {
    if (question === null) return undefined;
    let late = false;
    const timer = setTimeout(() => {
      countExisting(JSON.parse(question) as Parameters<typeof countExisting>[0]).then(
        (found) => late || setCount(found),
        () => late || setCount(null),
      );
    }, 400);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [question]);
  const set = (change: Partial<Rule>) => {
    setRule({ ...rule, ...change });
    setProblem(null);
  };
  const replaced = <T,>(list: T[], at: number, by?: T) => (by === undefined ? list.filter((_, index) => index !== at) : list.with(at, by));
  async function save(): Promise<void> {
    const missing = rule.conditions.some((one) => ('value' in one && one.value === '') || (one.field === 'header' && one.header === ''));
    if (missing) return setProblem(t('emptyValue'));
    if (rule.actions.length === 0) return setProblem(t('noAction'));
    if (rule.actions.some((one) => (one.kind === 'move' || one.kind === 'label') && one.mailboxId === null && one.mailbox === ''))
      return setProblem(t('noMailbox'));
    setBusy(true);
    try {
      await onSave({ ...rule, name: rule.name.trim() || suggested(rule) }, existing && question !== null);
    } catch (error) {
      setProblem(wordsOf(error));
      setBusy(false);
    }
    return undefined;
  }
  const suggested = ({ conditions }: Rule) => {
    const [first] = conditions;
    if (!first) return t('everyMessage');
    if ('value' in first && first.value === '') return t('unnamed');
    return 'value' in first ? `${t(`fields.${first.field}`)}: ${first.value}` : t(`fields.${first.field}`);
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <nav aria-label={t('path')} className="-mb-1 text-[13px]">
        <button type="button" onClick={onCancel} className="inline-flex items-center gap-1 rounded-control text-fg-2 hover:text-fg">
          {ui('settingsPages.rules')}
          <ChevronRight size={14} aria-hidden className="rtl:-scale-x-100" />
        </button>
      </nav>
      <PageHead title={isNew ? t('newRule') : t('editRule')}>
        <Button onClick={onCancel}>{ui('cancel')}</Button>
        <Button type="submit" variant="primary" disabled={busy}>
          {t('save')}
        </Button>
      </PageHead>
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_minmax(340px,430px)]">
        <div className="grid gap-3">
          {from && (
            <p className="rounded-card bg-hover px-4 py-3 text-[13px] leading-5">
              <span className="block text-[12px] leading-4 text-fg-3">{t('fromMessage')}</span>
              <b dir="auto" className="font-medium">
                {from.subject || t('noSubject')}
              </b>{' '}
              <bdi className="text-fg-2">{from.sender}</bdi>
            </p>
          )}
          <Notice state={{ ok: false, message: problem }} />
          <Card className="p-4">
            <TextField
              label={t('name')}
              value={rule.name}
              maxLength={200}
              placeholder={suggested(rule)}
              autoFocus
              onChange={(event) => set({ name: event.target.value })}
            />
          </Card>
          <Card className="grid gap-2.5 p-4">
            <fieldset className="contents">
              <legend className="float-start flex w-full flex-wrap items-center gap-2 pb-2 font-semibold">
                {t('when')}
                <span className="inline-flex gap-0.5 rounded-lg bg-hover p-0.5 font-normal">
                  {(['all', 'any'] as const).map((one) => (
                    <label
                      key={one}
                      className="relative h-7 rounded-control px-3 text-[13px] leading-7 font-medium text-fg-2 has-checked:bg-surface has-checked:text-fg has-checked:shadow-[0_0_0_1px_var(--border)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
                    >
                      <input
                        type="radio"
                        name="match"
                        checked={rule.match === one}
                        onChange={() => set({ match: one })}
                        className="absolute inset-0 opacity-0"
                      />
                      {t(`matches.${one}`)}
                    </label>
                  ))}
                </span>
              </legend>
              {rule.conditions.length === 0 && <p className="text-[13px] text-fg-2">{t('everyMessage')}</p>}
              {rule.conditions.map((one, at) => (
                <RuleConditionRow
                  key={at}
                  position={at + 1}
                  condition={one}
                  onChange={(next) => set({ conditions: replaced(rule.conditions, at, next) })}
                  onRemove={() => set({ conditions: replaced(rule.conditions, at) })}
                />
              ))}
              <div>
                <Button
                  variant="ghost"
                  size="sm"
                  onClick={() => set({ conditions: [...rule.conditions, { field: 'subject', op: 'contains', value: '' }] })}
                >
                  <Plus size={16} aria-hidden />
                  {t('addCondition')}
                </Button>
              </div>
            </fieldset>
          </Card>
          <Card className="grid gap-2.5 p-4">
            <fieldset className="contents">
              <legend className="float-start w-full pb-2 font-semibold">{t('then')}</legend>
              {rule.actions.map((one, at) => (
                <RuleActionRow
                  key={at}
                  position={at + 1}
                  action={one}
                  onChange={(next) => set({ actions: replaced(rule.actions, at, next) })}
                  onRemove={() => set({ actions: replaced(rule.actions, at) })}
                />
              ))}
              <div>
                <Button variant="ghost" size="sm" onClick={() => set({ actions: [...rule.actions, { kind: 'markRead' }] })}>
                  <Plus size={16} aria-hidden />
                  {t('addAction')}
                </Button>
              </div>
            </fieldset>
          </Card>
          {question !== null && (
            <Card>
              <label className="flex items-start gap-3 px-4 py-3.5">
                <input
                  type="checkbox"
                  checked={existing}
                  onChange={(event) => setExisting(event.target.checked)}
                  className="mt-0.5 size-4.5 accent-accent"
                />
                <span>
                  <b className="block font-medium">{t('existing', { count: count ?? 0 })}</b>
                  <span className="block text-[13px] leading-5 text-fg-3">{t('existingAbout')}</span>
                </span>
              </label>
            </Card>
          )}
        </div>
        <RulePreview rule={rule} />
      </div>
    </form>
  );
}
