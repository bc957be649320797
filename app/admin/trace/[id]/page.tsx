import { getLocale, getTranslations } from 'next-intl/server';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { FactList } from '#components/admin/fact-list.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { TraceBadge } from '#components/admin/trace-status.tsx';
import { TraceTimeline } from '#components/admin/trace-timeline.tsx';
import { Card, CardHead } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { traceShow } from '#server/admin/operations/trace.ts';
import { ask } from '#server/admin/page.ts';

export default async function TraceStory({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const story = await ask(traceShow, { id });
  const t = await getTranslations('admin.trace');
  const locale = await getLocale();
  const format = adminFormat(locale);
  const clock = new Intl.DateTimeFormat(locale, {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    fractionalSecondDigits: 3,
    timeZone: 'UTC',
  });
  const first = story.recipients[0];
  const facts = [
    ...(first
      ? [
          { name: t('from'), value: first.from },
          { name: t('size'), value: format.bytes(first.size) },
          { name: t('source'), value: [first.source, first.remote].filter(Boolean).join(', ') },
          { name: t('messageId'), value: first.messageId ?? '' },
          { name: t('traceId'), value: story.traceId },
        ]
      : []),
    {
      name: t('to'),
      value: story.recipients.map(({ to, status }) => (
        <span key={to} className="mb-1.5 flex flex-wrap items-center gap-2">
          <span className="min-w-0 break-words">{to}</span>
          <TraceBadge status={status} />
        </span>
      )),
    },
  ];
  return (
    <PageBody wide>
      <Breadcrumb href="/admin/trace" name={t('title')} />
      <PageHead title={first ? t('storyTitle', { when: format.time(first.at) }) : t('title')}>
        <CopyButton text={JSON.stringify(story, null, 2)} name={t('copy')} />
      </PageHead>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4 max-lg:grid-cols-1">
        <Card>
          <CardHead title={t('delivery')} />
          <TraceTimeline steps={story.events.map((event) => ({ ...event, at: clock.format(event.at) }))} />
        </Card>
        <Card>
          <CardHead title={t('message')} />
          <FactList facts={facts} />
        </Card>
      </div>
    </PageBody>
  );
}
