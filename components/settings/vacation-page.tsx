'use client';
/** The vacation reply: on or off, from when to when, and what it says. Each sender gets it once in seven days. */
import { useTranslations } from 'next-intl';
import { lazy, Suspense, useState } from 'react';
import { htmlToPlainText, plainTextToHtml } from '#client/compose/text/plain-text.ts';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { dayOf, loadVacation, saveVacation, utcOfDay, type Vacation } from '#client/settings/vacation.ts';
import '#components/compose/compose.css';
import { Button } from '#components/ui/button.tsx';
import { Card, SettingRow } from '#components/ui/card.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { Switch } from '#components/ui/form/switch.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

const MessageEditor = lazy(() =>
  import('#components/compose/editor/message-editor.tsx').then((module) => ({ default: module.MessageEditor })),
);

export function VacationPage() {
  const { value, problem, reload } = useLoaded(loadVacation);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  return <VacationForm start={value.vacation} zone={value.zone} />;
}

function VacationForm({ start, zone }: { start: Vacation; zone: string }) {
  const t = useTranslations('settings.vacation');
  const ui = useTranslations('ui');
  const [enabled, setEnabled] = useState(start.isEnabled);
  const [from, setFrom] = useState(() => dayOf(start.fromDate, zone, false));
  const [to, setTo] = useState(() => dayOf(start.toDate, zone, true));
  const [subject, setSubject] = useState(start.subject ?? '');
  const [html, setHtml] = useState(start.htmlBody ?? (start.textBody ? plainTextToHtml(start.textBody) : ''));
  const [said, setSaid] = useState<{ ok: boolean; message: string | null }>({ ok: true, message: null });
  const [busy, setBusy] = useState(false);
  async function save(isEnabled: boolean): Promise<void> {
    if (from && to && from > to) return setSaid({ ok: false, message: t('endsBefore') });
    const text = htmlToPlainText(html).trimEnd();
    const isPlain = !/<(?!\/?(?:div|br|p)\b)[a-z]/i.test(html);
    setBusy(true);
    try {
      await saveVacation({
        isEnabled,
        fromDate: utcOfDay(from, zone, false),
        toDate: utcOfDay(to, zone, true),
        subject: subject.trim() || null,
        textBody: text === '' ? null : text,
        htmlBody: isPlain ? null : html,
      });
      setEnabled(isEnabled);
      setSaid({ ok: true, message: isEnabled ? t('isOn') : t('isOff') });
    } catch (error) {
      setSaid({ ok: false, message: wordsOf(error) });
    }
    setBusy(false);
    return undefined;
  }
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        void save(enabled);
      }}
    >
      <Card>
        <SettingRow title={t('switch')} about={t('switchAbout')}>
          <Switch label={t('switch')} checked={enabled} disabled={busy} onChange={(next) => void save(next)} />
        </SettingRow>
      </Card>
      <Card className="grid gap-4 p-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField label={t('from')} type="date" value={from} hint={t('fromHint')} onChange={(event) => setFrom(event.target.value)} />
          <TextField label={t('to')} type="date" value={to} min={from} hint={t('toHint')} onChange={(event) => setTo(event.target.value)} />
        </div>
        <TextField
          label={t('subject')}
          value={subject}
          maxLength={500}
          dir="auto"
          placeholder={t('subjectExample')}
          hint={t('subjectHint')}
          onChange={(event) => setSubject(event.target.value)}
        />
        <div role="group" aria-label={t('text')}>
          <span aria-hidden className="mb-1.5 block text-[13px] leading-5 font-medium">
            {t('text')}
          </span>
          <div className="compose flex h-72 flex-col rounded-control border border-control pb-2">
            <Suspense fallback={null}>
              <MessageEditor
                label={t('text')}
                html={html}
                autoFocus={false}
                toolsShown
                urlOfCid={() => null}
                onChange={setHtml}
                below={null}
                files={null}
              />
            </Suspense>
          </div>
        </div>
        <Notice state={said} />
        <div>
          <Button type="submit" variant="primary" disabled={busy}>
            {ui('save')}
          </Button>
        </div>
      </Card>
    </form>
  );
}
