import Link from 'next/link';
import { formatAge, formatBytes } from '#components/admin/format.ts';
import { QueueTable } from '#components/admin/queue-table.tsx';
import { StatStrip } from '#components/admin/stat-strip.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, CardHead } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { dashboard } from '#server/admin/read.ts';
import { queueRows } from '#server/admin/queue.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function Dashboard() {
  await adminOfPage('/admin');
  const seen = await dashboard();
  const now = new Date();
  return (
    <PageBody wide>
      <PageHead title="Dashboard" about={seen.hostname} />
      <StatStrip
        stats={[
          {
            name: 'Accounts',
            value: seen.accounts.toLocaleString('en'),
            note: seen.suspended > 0 ? `${seen.suspended} suspended` : 'All in use',
          },
          { name: 'Domains', value: String(seen.domains), note: 'Mail is taken for them' },
          {
            name: 'In the queue',
            value: seen.queued.toLocaleString('en'),
            note: seen.oldest ? `Oldest ${formatAge(seen.oldest, now)}` : 'Nothing waits',
          },
          { name: 'Messages', value: seen.messages.toLocaleString('en'), note: 'In all mailboxes' },
          {
            name: 'Storage',
            value: formatBytes(seen.usedBytes),
            note: seen.fullest.length > 0 ? `${seen.fullest.length} nearly full` : 'Nobody is near a limit',
          },
        ]}
      />
      <Card className="overflow-hidden">
        <CardHead title="Queue" note={seen.queued > seen.queue.length ? `${seen.queued} waiting, ${seen.queue.length} shown` : ''}>
          <Link href="/admin/queue" className={buttonLook('ghost', 'sm')}>
            Open queue
          </Link>
        </CardHead>
        <QueueTable rows={queueRows(seen.queue, now)} now={now} />
      </Card>
    </PageBody>
  );
}
