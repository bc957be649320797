'use client';
/** The mail of an account as it was at a time: first how much that changes, in numbers, then the change. */
import { useLocale, useTranslations } from 'next-intl';
import { useState, useTransition, type SubmitEvent } from 'react';
import { fromField, toField, usualTimes } from '#client/settings/past-times.ts';
import type { WorkState } from '#components/admin/work-actions.ts';
import { WorkProgress } from '#components/admin/work-progress.tsx';
import { Button } from '#components/ui/button.tsx';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { Modal } from '#components/ui/modal.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { beginRestore, previewRestore } from './restore-actions.ts';
import { RestoreReport, type RestoreCounts } from './restore-report.tsx';

/** As all times of the panel. */
const zone = 'UTC';

/** `from`: the earliest time there is. */
export function RestoreDialog({ email, from }: { email: string; from: Date }) {
  const t = useTranslations('admin.restore');
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button size="sm" onClick={() => setOpen(true)}>
        {t('name')}
      </Button>
      {open && <Open email={email} from={new Date(Math.ceil(from.getTime() / 1000) * 1000)} onClose={() => setOpen(false)} />}
    </>
  );
}

const isReached = (to: Date | null, from: Date): to is Date => to !== null && to >= from && to.getTime() <= Date.now();

interface Said {
  ok: boolean;
  message: string | null;
}

function Open({ email, from, onClose }: { email: string; from: Date; onClose: () => void }) {
  const t = useTranslations('admin.restore');
  const ui = useTranslations('ui');
  const format = adminFormat(useLocale());
  const [now] = useState(() => new Date());
  const [text, setText] = useState(() => toField(new Date(Math.max(now.getTime() - 3_600_000, from.getTime())), zone));
  const [removeNew, setRemoveNew] = useState(false);
  const [preview, setPreview] = useState<{ to: Date; report: RestoreCounts } | null>(null);
  const [said, setSaid] = useState<Said>({ ok: true, message: null });
  const [isLooking, look] = useTransition();
  const [isBeginning, begin] = useTransition();
  const [acting, setActing] = useState<{ id: number; to: Date } | null>(null);
  const isActing = isBeginning || acting !== null;
  const isDone = said.ok && said.message !== null;
  /** What was looked at is no longer what would be done. */
  const choose = (change: () => void) => {
    change();
    setPreview(null);
    setSaid({ ok: true, message: null });
  };
  const onLook = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const to = fromField(text, zone);
    setPreview(null);
    if (!isReached(to, from)) return setSaid({ ok: false, message: t('neither', { from: format.time(from) }) });
    setSaid({ ok: true, message: null });
    return look(async () => {
      const result = await previewRestore({ email, to: to.toISOString(), removeNew });
      if (result.ok) setPreview({ to, report: result.report });
      else setSaid(result);
    });
  };
  const onAct = (to: Date) =>
    begin(async () => {
      const result = await beginRestore({ email, to: to.toISOString(), removeNew });
      setPreview(null);
      if (result.ok) setActing({ id: result.id, to });
      else setSaid(result);
    });
  const onEnd = ({ state, problems }: WorkState) => {
    const done = acting && state === 'done' ? t('done', { date: format.time(acting.to) }) : null;
    setSaid(done === null ? { ok: false, message: problems.at(-1) ?? t('ended') } : { ok: true, message: done });
    setActing(null);
  };
  return (
    <Modal
      title={t('title', { email })}
      onClose={onClose}
      foot={
        <>
          <Button onClick={onClose}>{isDone ? ui('close') : ui('cancel')}</Button>
          {preview && preview.report.changed && (
            <Button variant="primary" disabled={isActing} onClick={() => onAct(preview.to)}>
              {t('act')}
            </Button>
          )}
        </>
      }
    >
      <div className="grid gap-4">
        <form onSubmit={onLook} className="grid gap-3">
          <TextField
            label={t('when')}
            type="datetime-local"
            required
            step={1}
            value={text}
            min={toField(from, zone)}
            max={toField(now, zone)}
            hint={t('limit', { from: format.time(from) })}
            onChange={({ target }) => choose(() => setText(target.value))}
          />
          <div className="flex flex-wrap gap-2 empty:hidden">
            {usualTimes(now, from, zone).map(({ name, at }) => (
              <Button key={name} size="sm" onClick={() => choose(() => setText(toField(at, zone)))}>
                {t(name)}
              </Button>
            ))}
          </div>
          <CheckField checked={removeNew} onChange={({ target }) => choose(() => setRemoveNew(target.checked))}>
            {t('removeNew')}
          </CheckField>
          <div>
            <Button type="submit" disabled={isLooking || isActing}>
              {isLooking ? t('looking') : t('look')}
            </Button>
          </div>
        </form>
        {preview && (
          <section className="grid gap-2 border-t border-hairline pt-4">
            <h3 className="font-semibold">{t('would')}</h3>
            <RestoreReport report={preview.report} bytes={format.bytes} />
          </section>
        )}
        {acting && <WorkProgress id={acting.id} label={t('acting')} onEnd={onEnd} />}
        <Notice state={said} />
      </div>
    </Modal>
  );
}
