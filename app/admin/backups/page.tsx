import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { backUpNow, cancelWork, proveBackup, scheduleBackups } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { JobBar, jobName } from '#components/admin/job-state.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, CardHead, Section, SettingRow } from '#components/ui/card.tsx';
import { CheckField } from '#components/ui/form/check-field.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { backupSnapshots, backupStatus } from '#server/admin/operations/backups.ts';
import { ask } from '#server/admin/page.ts';

export default async function Backups() {
  const [{ place, enciphered, schedule, next, last, underWay }, { items }] = await Promise.all([
    ask(backupStatus, {}),
    ask(backupSnapshots, {}),
  ]);
  const t = await getTranslations('admin.backups');
  const work = await getTranslations('admin.work');
  const format = adminFormat(await getLocale());
  if (place === null)
    return (
      <PageBody>
        <PageHead title={t('title')} about={t('about')} />
        <Card className="grid gap-3 p-4">
          <p className="font-medium">{t('nowhere')}</p>
          <p className="text-[13px] leading-5 text-fg-2">{t('nowhereAbout')}</p>
          <pre className="overflow-x-auto rounded-control border border-border bg-bg p-3 font-mono text-[12px] leading-5" dir="ltr">
            BACKUP_TO=/srv/backups/
          </pre>
        </Card>
      </PageBody>
    );
  const result =
    last === null || (last.endedAt === null && last.error === null && underWay === null) ? 'none' : last.error ? 'failed' : 'well';
  return (
    <PageBody wide>
      {underWay && <RefreshEvery seconds={1} quiet />}
      <PageHead title={t('title')} about={t('about')}>
        <ActButton action={backUpNow} variant="primary" size="md" disabled={underWay?.kind === 'backup.now'}>
          {t('now')}
        </ActButton>
      </PageHead>
      {underWay && (
        <Card className="mb-6 grid gap-3 p-4">
          <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
            <Link href={`/admin/work/${underWay.id}`} className="font-medium text-fg hover:underline">
              {jobName(work, underWay.kind)}
            </Link>
            <span role="status" className="text-[13px] leading-5 text-fg-2 tabular-nums">
              {work('doneOf', { done: underWay.done, total: underWay.total })}
            </span>
            <span className="ms-auto">
              <ActButton action={cancelWork} fields={{ id: underWay.id }} beside>
                {work('cancel')}
              </ActButton>
            </span>
          </div>
          <JobBar done={underWay.done} total={underWay.total} label={work('progress')} />
          <p className="min-h-4 font-mono text-[12px] leading-4 break-words text-fg-3" dir="ltr">
            {underWay.doing}
          </p>
        </Card>
      )}
      <Section>
        <Card>
          <SettingRow title={t('last')} about={last?.error ?? (last?.endedAt ? format.time(last.endedAt) : t('noneYet'))}>
            {result !== 'none' && <StatusBadge look={result === 'well' ? 'ok' : 'bad'}>{t(`results.${result}`)}</StatusBadge>}
          </SettingRow>
          <SettingRow title={t('next')} about={next ? format.time(next) : t('off')} />
          <SettingRow title={t('place')} about={enciphered ? t('enciphered') : t('notEnciphered')}>
            <code className="min-w-0 font-mono text-[12px] leading-4 break-all text-fg-2" dir="ltr">
              {place}
            </code>
            <StatusBadge look={enciphered ? 'ok' : 'warn'}>{enciphered ? t('sealed') : t('open')}</StatusBadge>
          </SettingRow>
        </Card>
      </Section>
      <Section title={t('snapshots')} about={t('snapshotsAbout')}>
        <TableCard
          label={t('snapshots')}
          rows={items}
          keyOf={({ snapshot }) => snapshot}
          empty={t('none')}
          columns={[
            { name: t('made'), look: 'strong', className: 'tabular-nums', cell: ({ made }) => format.time(made) },
            { name: t('messages'), end: true, cell: ({ messages }) => format.count(messages) },
            { name: t('size'), end: true, cell: ({ octets }) => format.bytes(octets) },
            { name: t('version'), look: 'dim', cell: ({ version }) => version },
            {
              name: t('proof'),
              cell: ({ provenAt, faults }) =>
                provenAt ? (
                  <StatusBadge look={faults === 0 ? 'ok' : 'bad'}>
                    {faults === 0 ? t('whole', { when: format.day(provenAt) }) : t('faults', { count: faults ?? 0 })}
                  </StatusBadge>
                ) : (
                  <span className="text-fg-3">{t('notProven')}</span>
                ),
            },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ snapshot, made }) => (
                <ActButton
                  action={proveBackup}
                  fields={{ snapshot }}
                  label={t('proveOne', { when: format.time(made) })}
                  disabled={underWay?.kind === 'backup.prove'}
                  beside
                >
                  {t('prove')}
                </ActButton>
              ),
            },
          ]}
        />
      </Section>
      <Section title={t('schedule')} about={t('scheduleAbout')}>
        <Card className="overflow-hidden">
          <CardHead title={t('daily')} />
          <div className="p-4">
            <LineForm action={scheduleBackups} submit={t('save')}>
              <CheckField name="on" defaultChecked={schedule.on} className="basis-full">
                {t('byItself')}
              </CheckField>
              <TextField label={t('at')} name="at" type="time" required defaultValue={schedule.at} className="w-36" />
              <TextField
                label={t('keep')}
                name="keep"
                inputMode="numeric"
                pattern="[1-9]\d{0,3}"
                required
                defaultValue={String(schedule.keep)}
                className="w-36"
                autoComplete="off"
              />
            </LineForm>
          </div>
        </Card>
      </Section>
    </PageBody>
  );
}
