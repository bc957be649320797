'use client';
import { Tag } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { showProblem } from '#client/mail/activity.ts';
import { labelColors } from '#client/mail/mailboxes/label-colors.ts';
import { setLabels } from '#client/mail/acts/label.ts';
import { makeMailbox } from '#client/mail/mailboxes/mailbox-changes.ts';
import { mail, useMail } from '#client/mail/mail-store.ts';
import { closePanel, panelTargets } from '#client/mail/acts/panels.ts';
import { wordsBegin } from '#client/mail/commands/palette.ts';
import { takeTyped } from '#client/mail/commands/typed-ahead.ts';
import { LabelDot } from '#components/mail/label-dot.tsx';
import { Sheet } from './sheet.tsx';

/** Several at once: checked are those that all have, a line those that some have. What is not touched stays as it is. */
export function LabelPicker() {
  const t = useTranslations('mail');
  const mailboxes = useMail((state) => state.mailboxes);
  const [text, setText] = useState('');
  const [wanted, setWanted] = useState<ReadonlyMap<string, boolean>>(new Map());
  const [ids] = useState(panelTargets);
  const typed = text.trim().toLocaleLowerCase();
  const labels = mailboxes
    .filter(({ role }) => role === null)
    .sort((a, b) => Number(a.color === null) - Number(b.color === null) || a.name.localeCompare(b.name));
  const shown = labels.filter(({ name }) => typed === '' || wordsBegin(name.toLocaleLowerCase(), typed));
  const canMake = typed !== '' && !labels.some(({ name }) => name.toLocaleLowerCase() === typed);
  const before = (id: string): boolean | null => {
    const having = ids.filter((one) => mail().emails.get(one)?.mailboxIds[id]).length;
    return having === 0 ? false : having === ids.length ? true : null;
  };
  const toggle = (id: string) => setWanted(new Map(wanted).set(id, !(wanted.get(id) ?? before(id) ?? false)));
  const make = () => {
    const color = labelColors[labels.length % labelColors.length] ?? 'blue';
    makeMailbox({ name: text.trim(), parentId: null, color }).then(
      (id) => (setText(''), setWanted(new Map(wanted).set(id, true))),
      showProblem,
    );
  };
  const apply = () => {
    closePanel();
    const changed = [...wanted].filter(([id, on]) => before(id) !== on);
    const pick = (on: boolean) => changed.filter(([, is]) => is === on).map(([id]) => id);
    void setLabels(ids, pick(true), pick(false));
  };
  return (
    <Sheet title={t('labelPicker.title')}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const [only] = shown;
          if (typed === '') apply();
          else if (canMake && shown.length === 0) make();
          else if (only) {
            toggle(only.id);
            setText('');
          }
        }}
      >
        <input
          autoFocus
          aria-label={t('labelPicker.field')}
          placeholder={t('labelPicker.field')}
          autoComplete="off"
          className="mb-2 h-9 w-full rounded-control border border-control bg-surface px-3"
          value={text}
          onFocus={() => setText((before) => before + takeTyped('label'))}
          onChange={(event) => setText(event.target.value)}
        />
        <fieldset className="grid min-w-0 grid-cols-[minmax(0,1fr)]">
          <legend className="sr-only">{t('labelPicker.title')}</legend>
          {shown.map(({ id, name, color }) => {
            const is = wanted.has(id) ? (wanted.get(id) ?? false) : before(id);
            return (
              <label key={id} className="flex min-h-9 items-center gap-3 rounded-control px-3 hover:bg-hover max-sm:min-h-11">
                <input
                  type="checkbox"
                  className="size-4.5"
                  checked={is === true}
                  ref={(box) => void (box && (box.indeterminate = is === null))}
                  onChange={() => toggle(id)}
                />
                {color && <LabelDot color={color} />}
                <span className="min-w-0 truncate" dir="auto">
                  {name}
                </span>
              </label>
            );
          })}
          {labels.length === 0 && !canMake && <p className="px-3 py-2 text-[13px] text-fg-2">{t('labelPicker.none')}</p>}
        </fieldset>
        {canMake && (
          <button
            type="button"
            className="flex min-h-9 w-full items-center gap-3 rounded-control px-3 text-accent hover:bg-hover"
            onClick={make}
          >
            <Tag size={16} strokeWidth={1.75} aria-hidden />
            {t('labelPicker.make', { name: text.trim() })}
          </button>
        )}
        <div className="mt-3 flex justify-end gap-2">
          <Button onClick={apply} variant="primary">
            {t('labelPicker.apply')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
