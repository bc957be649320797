import { RotateCw } from 'lucide-react';
import { retryQueued } from '#components/admin/actions.ts';
import { QueueTable } from '#components/admin/queue-table.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { queueRows } from '#server/admin/queue.ts';
import { listQueue } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function Queue() {
  await adminOfPage('/admin');
  const now = new Date();
  const rows = queueRows(await listQueue({ limit: 500 }), now);
  return (
    <PageBody wide>
      <PageHead title="Queue" about={rows.length === 0 ? 'Nothing waits.' : `${rows.length} waiting`}>
        {rows.length > 0 && (
          <ActionForm action={retryQueued} className="grid justify-items-end gap-2">
            <input type="hidden" name="id" value="all" />
            <Button type="submit" size="sm">
              <RotateCw size={14} aria-hidden />
              Retry all
            </Button>
          </ActionForm>
        )}
      </PageHead>
      <Card className="overflow-hidden">
        <QueueTable rows={rows} now={now} actions />
      </Card>
    </PageBody>
  );
}
