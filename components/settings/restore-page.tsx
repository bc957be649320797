'use client';
/** The mail as it was at an earlier time: a look at what that changes, the change, and its undoing. */
import { History, Undo2 } from 'lucide-react';
import { useFormatter, useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { formatSize } from '#client/i18n/format-size.ts';
import { zoneOf } from '#client/i18n/format-when.ts';
import { useInBrowser } from '#client/hooks/use-in-browser.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { changesNothing, loadPast, previewPast, restorePast, type Moment, type PastChange, type PastFacts } from '#client/settings/past.ts';
import { fromField, toField, usualTimes } from '#client/settings/past-times.ts';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { fieldLook } from '#components/ui/form/text-field.tsx';
import { PastChanges } from './past-changes.tsx';

export function RestorePage() {
  return useInBrowser() ? <Loaded /> : null;
}

function Loaded() {
  const { value, problem, reload } = useLoaded(loadPast);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  return <Page past={value} reload={reload} />;
}

interface Said {
  ok: boolean;
  message: string | null;
}

function Page({ past, reload }: { past: PastFacts; reload: () => Promise<void> }) {
  const t = useTranslations('settings.restore');
  const format = useFormatter();
  const zone = zoneOf(past.timeZone);
  const [now] = useState(() => new Date());
  const [text, setText] = useState(() =>
    toField(new Date(Math.max(now.getTime() - 3_600_000, Math.ceil(Date.parse(past.from) / 1000) * 1000)), zone),
  );
  const [preview, setPreview] = useState<{ at: Date; change: PastChange } | null>(null);
  const [busy, setBusy] = useState<'look' | 'act' | null>(null);
  const [said, setSaid] = useState<Said>({ ok: true, message: null });
  const field = useId();
  const date = (at: Date | string) => format.dateTime(new Date(at), { dateStyle: 'medium', timeStyle: 'short', timeZone: zone });
  const from = new Date(Math.ceil(Date.parse(past.from) / 1000) * 1000); // the field knows no parts of seconds
  const choose = (next: string) => {
    setText(next);
    setPreview(null);
    setSaid({ ok: true, message: null });
  };
  async function run(kind: 'look' | 'act', work: () => Promise<void>): Promise<void> {
    setBusy(kind);
    setSaid({ ok: true, message: null });
    try {
      await work();
    } catch (error) {
      const full = error instanceof Error && 'type' in error && error.type === 'overQuota';
      setSaid({ ok: false, message: full ? t('full') : wordsOf(error) });
    } finally {
      setBusy(null);
    }
  }
  const look = () =>
    run('look', async () => {
      setPreview(null);
      const at = fromField(text, zone);
      if (!at || at < from || at.getTime() > Date.now()) return setSaid({ ok: false, message: t('tooOld', { from: date(from) }) });
      setPreview({ at, change: await previewPast({ to: at }) });
    });
  const restore = (moment: Moment, message: string) =>
    run('act', async () => {
      await restorePast(moment);
      setPreview(null);
      await reload();
      setSaid({ ok: true, message });
    });
  return (
    <>
      <Section>
        <Card>
          <form
            className="grid gap-3 p-4"
            onSubmit={(event) => {
              event.preventDefault();
              void look();
            }}
          >
            <label htmlFor={field} className="text-[13px] leading-5 font-medium">
              {t('when')}
            </label>
            <div className="flex flex-wrap gap-2">
              <input
                id={field}
                type="datetime-local"
                required
                step={1}
                value={text}
                min={toField(from, zone)}
                max={toField(now, zone)}
                aria-describedby={`${field}-limit`}
                onChange={(event) => choose(event.target.value)}
                className={`${fieldLook} h-9 w-60! max-sm:w-full!`}
              />
              <Button type="submit" variant={preview ? 'secondary' : 'primary'} disabled={busy !== null}>
                {busy === 'look' ? t('looking') : t('look')}
              </Button>
            </div>
            <div className="flex flex-wrap gap-2 empty:hidden">
              {usualTimes(now, from, zone).map(({ name, at }) => (
                <Button key={name} size="sm" onClick={() => choose(toField(at, zone))}>
                  {t(name)}
                </Button>
              ))}
            </div>
            <p id={`${field}-limit`} className="text-[12px] leading-4 text-fg-3">
              {t('limit', { days: past.days, from: date(from) })}
            </p>
          </form>
          {preview && (
            <div className="grid gap-3 border-t border-hairline p-4">
              <h2 className="text-[14px] leading-5.5 font-semibold">{t('would')}</h2>
              <PastChanges change={preview.change} size={formatSize} />
              {!changesNothing(preview.change) && (
                <div>
                  <Button
                    variant="primary"
                    disabled={busy !== null}
                    onClick={() => void restore({ to: preview.at }, t('done', { date: date(preview.at) }))}
                  >
                    <History size={16} strokeWidth={1.75} aria-hidden />
                    {t('restore')}
                  </Button>
                </div>
              )}
            </div>
          )}
        </Card>
        <div className="mt-3 empty:hidden">
          <Notice state={said} />
        </div>
      </Section>
      <Section title={t('history')}>
        <Card>
          {past.restorations.length === 0 && <p className="px-4 py-8 text-center text-[13px] leading-5 text-fg-3">{t('none')}</p>}
          {past.restorations.map((one) => (
            <SettingRow key={one.after} title={t('to', { date: date(one.to) })} about={t('by', { date: date(one.at), name: one.by })}>
              <Button
                size="sm"
                disabled={busy !== null}
                aria-label={t('undoOf', { date: date(one.at) })}
                onClick={() => void restore({ toState: one.before }, t('undone'))}
              >
                <Undo2 size={16} strokeWidth={1.75} className="rtl:-scale-x-100" aria-hidden />
                {t('undo')}
              </Button>
            </SettingRow>
          ))}
        </Card>
      </Section>
    </>
  );
}
