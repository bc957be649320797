import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Suspense } from 'react';
import { retryAllQueued } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { DnsCard } from './dns-card.tsx';
import { HealthCard, type HealthRow } from '#components/admin/overview/health-card.tsx';
import { QueueTable } from '#components/admin/queue/queue-table.tsx';
import { StatStrip } from '#components/admin/overview/stat-strip.tsx';
import { TrafficChart } from '#components/admin/overview/traffic-chart.tsx';
import { WindowSwitch } from '#components/admin/overview/window-switch.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, CardHead } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { queueList } from '#server/admin/operations/queue.ts';
import { serverStatus, serverTraffic } from '#server/admin/operations/server.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

const windows = ['day', 'week', 'month'] as const;
const shown = 5;
const day = 86_400_000;

export default async function Dashboard({ searchParams }: { searchParams: Promise<{ window?: string | string[] }> }) {
  const caller = await callerOfPage();
  const { window: wanted } = await searchParams;
  const window = windows.find((one) => one === wanted) ?? 'day';
  const [status, traffic, { items: queue }] = await Promise.all([
    ask(serverStatus, {}),
    ask(serverTraffic, { window }),
    ask(queueList, { limit: shown }),
  ]);
  const t = await getTranslations('admin.dashboard');
  const locale = await getLocale();
  const format = adminFormat(locale);
  const now = new Date();
  const line = (...types: string[]) =>
    traffic.times.map((_, index) => types.reduce((sum, type) => sum + (traffic.counts[type]?.[index] ?? 0), 0));
  const total = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
  const change = (now: number, type: string, moreIsBad: boolean) => {
    const before = traffic.before[type] ?? 0;
    if (before === 0 || now === before) return undefined;
    const up = now > before;
    return {
      share: format.percent(Math.abs(now - before) / before),
      up,
      look: moreIsBad && up ? ('bad' as const) : up ? ('good' as const) : ('plain' as const),
    };
  };
  const [received, sent, bounced, junk, failed] = [line('received'), line('sent'), line('bounced'), line('junk'), line('loginFailed')];
  const judged = total(junk) + total(line('judged'));
  const stat = (name: string, values: number[], type: string, moreIsBad = false) => ({
    ...{ name, value: format.count(total(values)), line: values, change: change(total(values), type, moreIsBad) },
    note: t(`before.${window}`),
  });
  const { certificate, disk } = status;
  const left = certificate ? Math.floor((certificate.expiresAt.getTime() - now.getTime()) / day) : 0;
  const waitsLong = status.oldestInQueue !== null && now.getTime() - status.oldestInQueue.getTime() > day;
  const { backup } = status;
  const health: HealthRow[] = [
    certificate
      ? {
          name: t('certificate'),
          text: certificate.selfSigned ? t('selfSigned') : t('daysLeft', { count: left }),
          well: !certificate.selfSigned && left > 14,
        }
      : { name: t('certificate'), text: t('noCertificate'), well: false },
    ...(disk
      ? [
          {
            name: t('storage'),
            text: t('storageOf', { used: format.bytes(status.usedBytes), free: format.bytes(disk.freeBytes) }),
            well: disk.freeBytes > disk.totalBytes * 0.1,
          },
        ]
      : []),
    {
      name: t('database'),
      text: t('milliseconds', { count: status.database.milliseconds }),
      well: status.database.up && status.database.milliseconds < 250,
    },
    {
      name: t('queue'),
      text: status.oldestInQueue ? t('oldest', { age: format.age(status.oldestInQueue, now) }) : t('nothingWaits'),
      well: !waitsLong,
    },
    { name: t('quotas'), text: t('nearlyFull', { count: status.nearlyFull }), well: status.nearlyFull === 0 },
    ...(backup
      ? [
          {
            name: t('backup'),
            text: backup.error
              ? t('backupFailed')
              : backup.endedAt
                ? t('backupAt', { when: format.time(backup.endedAt) })
                : t('backupRuns'),
            well: backup.error === null,
          },
        ]
      : []),
    { name: t('accounts'), text: t('suspended', { count: status.suspended }), well: true },
  ];
  return (
    <PageBody wide>
      <PageHead title={t('title')}>
        <WindowSwitch value={window} options={windows.map((one) => ({ value: one, name: t(`windows.${one}`) }))} label={t('window')} />
      </PageHead>
      <StatStrip
        stats={[
          stat(t('received'), received, 'received'),
          stat(t('sent'), sent, 'sent'),
          {
            name: t('inQueue'),
            value: format.count(status.queued),
            note: status.oldestInQueue ? t('oldest', { age: format.age(status.oldestInQueue, now) }) : t('nothingWaits'),
            line: line('deferred'),
          },
          stat(t('bounced'), bounced, 'bounced', true),
          {
            name: t('junkShare'),
            value: format.percent(judged > 0 ? total(junk) / judged : 0),
            note: t('ofJudged', { count: judged }),
            line: junk,
          },
          { ...stat(t('failedLogins'), failed, 'loginFailed', true), note: t('blocked', { count: status.blocked }) },
        ]}
      />
      <div className="mb-4 grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] gap-4 max-xl:grid-cols-1">
        <TrafficChart
          title={t(`perSlot.${window}`)}
          locale={locale}
          times={traffic.times.map((at) => at.getTime() / 1000)}
          lines={[
            { name: t('received'), colour: '--accent', values: received },
            { name: t('sent'), colour: '--chart-2', values: sent },
            { name: t('bounced'), colour: '--chart-3', values: bounced },
          ]}
        />
        <HealthCard rows={health} />
      </div>
      <Suspense fallback={<Card className="mb-4 p-4 text-[13px] leading-5 text-fg-3">{t('dnsAsked')}</Card>}>
        <DnsCard />
      </Suspense>
      <Card className="overflow-hidden">
        <CardHead title={t('queue')} note={status.queued > shown ? t('waitingShown', { count: status.queued, shown }) : ''}>
          {caller.domains === null && status.queued > 0 && (
            <ActButton action={retryAllQueued} variant="ghost" beside>
              {t('retryAll')}
            </ActButton>
          )}
          <Link href="/admin/queue" className={buttonLook('ghost', 'sm')}>
            {t('openQueue')}
          </Link>
        </CardHead>
        <QueueTable rows={queue} now={now} />
      </Card>
    </PageBody>
  );
}
