import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { backUpNow, cancelWork, proveBackup, scheduleBackups } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { JobBar, jobName } from '#components/admin/job-state.tsx';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, CardHead, Section, SettingRow } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
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
        <ActionForm action={backUpNow} className="grid justify-items-end gap-2">
          <Button type="submit" variant="primary" disabled={underWay?.kind === 'backup.now'}>
            {t('now')}
          </Button>
        </ActionForm>
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
            <ActionForm action={cancelWork} className="ms-auto flex flex-wrap items-center gap-2">
              <input type="hidden" name="id" value={underWay.id} />
              <Button type="submit" size="sm">
                {work('cancel')}
              </Button>
            </ActionForm>
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
        <Card className="overflow-hidden">
          <DataTable
            label={t('snapshots')}
            columns={[
              { name: t('made') },
              { name: t('messages'), end: true },
              { name: t('size'), end: true },
              { name: t('version') },
              { name: t('proof') },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('none')}
          >
            {items.map((one) => (
              <tr key={one.snapshot} className="hover:bg-hover">
                <Cell className="font-medium tabular-nums">{format.time(one.made)}</Cell>
                <Cell end>{format.count(one.messages)}</Cell>
                <Cell end>{format.bytes(one.octets)}</Cell>
                <Cell className="text-fg-2">{one.version}</Cell>
                <Cell>
                  {one.provenAt ? (
                    <StatusBadge look={one.faults === 0 ? 'ok' : 'bad'}>
                      {one.faults === 0 ? t('whole', { when: format.day(one.provenAt) }) : t('faults', { count: one.faults ?? 0 })}
                    </StatusBadge>
                  ) : (
                    <span className="text-fg-3">{t('notProven')}</span>
                  )}
                </Cell>
                <Cell end>
                  <ActionForm action={proveBackup} className="flex items-center justify-end gap-2">
                    <input type="hidden" name="snapshot" value={one.snapshot} />
                    <Button
                      type="submit"
                      size="sm"
                      disabled={underWay?.kind === 'backup.prove'}
                      aria-label={t('proveOne', { when: format.time(one.made) })}
                    >
                      {t('prove')}
                    </Button>
                  </ActionForm>
                </Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      <Section title={t('schedule')} about={t('scheduleAbout')}>
        <Card className="overflow-hidden">
          <CardHead title={t('daily')} />
          <ActionForm action={scheduleBackups} className="grid gap-3 p-4" keep>
            <label className="flex items-center gap-2.5">
              <input type="checkbox" name="on" defaultChecked={schedule.on} className="size-4 accent-accent" />
              {t('byItself')}
            </label>
            <div className="flex flex-wrap items-end gap-3">
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
              <Button type="submit">{t('save')}</Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
    </PageBody>
  );
}
