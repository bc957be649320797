import { RotateCw } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import { retryAllQueued } from '#components/admin/actions.ts';
import { QueueTable } from '#components/admin/queue-table.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { ActButton } from '#components/ui/act-button.tsx';
import { Card } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { queueList } from '#server/admin/operations/queue.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Queue({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const caller = await callerOfPage();
  const { q } = await searchParams;
  const search = typeof q === 'string' ? q : '';
  const { items } = await ask(queueList, { search });
  const t = await getTranslations('admin.queue');
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('waitingCount', { count: items.length })}>
        {items.length > 0 && caller.domains === null && (
          <ActButton action={retryAllQueued} beside>
            <RotateCw size={14} aria-hidden />
            {t('retryAll')}
          </ActButton>
        )}
      </PageHead>
      <SearchBar label={t('search')} value={search} />
      <Card className="overflow-hidden">
        <QueueTable rows={items} now={new Date()} />
      </Card>
    </PageBody>
  );
}
