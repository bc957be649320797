import { RotateCw } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { retryAllQueued } from '#components/admin/actions.ts';
import { DestinationTable } from '#components/admin/queue/destination-table.tsx';
import { QueueList } from '#components/admin/queue/queue-list.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { destinationList } from '#server/admin/operations/delivery.ts';
import { queueList } from '#server/admin/operations/queue.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export default async function Queue({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const caller = await callerOfPage();
  const { q } = await searchParams;
  const search = typeof q === 'string' ? q : '';
  const isWhole = caller.domains === null;
  const [{ items }, { items: destinations }] = await Promise.all([
    ask(queueList, { search }),
    isWhole ? ask(destinationList, {}) : { items: [] },
  ]);
  const t = await getTranslations('admin.queue');
  const d = await getTranslations('admin.delivery');
  const now = new Date();
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('waitingCount', { count: items.length })}>
        {isWhole && (
          <Link href="/admin/delivery" className={buttonLook('secondary', 'sm')}>
            {t('rulesAndSuppressed')}
          </Link>
        )}
        {items.length > 0 && isWhole && (
          <ActButton action={retryAllQueued} beside>
            <RotateCw size={14} aria-hidden />
            {t('retryAll')}
          </ActButton>
        )}
      </PageHead>
      <SearchBar label={t('search')} value={search} />
      <Card className="mb-8 overflow-hidden">
        <QueueList rows={items} now={now} mayReroute={isWhole} empty={search ? t('noneFits') : t('empty')} />
      </Card>
      {destinations.length > 0 && (
        <Section title={d('destinations')} about={d('destinationsAbout')}>
          <DestinationTable rows={destinations} now={now} />
        </Section>
      )}
    </PageBody>
  );
}
