import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { FactList } from '#components/admin/fact-list.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { MessageChecks } from '#components/admin/trace/message-checks.tsx';
import { storySteps } from '#components/admin/trace/story-steps.ts';
import { TraceBadge } from '#components/admin/trace/trace-status.tsx';
import { OutcomeBadge } from '#components/timeline/outcome-badge.tsx';
import { outcome } from '#lib/timeline/step.ts';
import { Timeline } from '#components/timeline/timeline.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { Card, CardHead } from '#components/ui/card.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { traceShow } from '#server/admin/operations/trace.ts';
import { ask } from '#server/admin/page.ts';

/** It is still there to be held, sent another way, … */
const waits = new Set(['queued', 'deferred', 'held']);

export default async function TraceStory({ params }: { params: Promise<{ id: string }> }) {
  const id = decodeURIComponent((await params).id);
  const story = await ask(traceShow, { id });
  const t = await getTranslations('admin.trace');
  const format = adminFormat(await getLocale());
  // A forward is part of the story of what came, and is not its sender's.
  const first = story.recipients.find(({ source }) => source !== 'forward') ?? story.recipients[0];
  const steps = storySteps(story.events);
  const queued = story.recipients.find(({ status, queueId }) => queueId !== null && waits.has(status))?.queueId;
  const held = steps.find(({ type }) => type === 'quarantined')?.detail.id;
  const isHeld = typeof held === 'number' && story.recipients.some(({ status }) => status === 'held');
  const facts = [
    ...(first ? [{ name: t('from'), value: <Who email={first.from} /> }] : []),
    {
      name: t('to'),
      value: story.recipients.map(({ to, status }) => (
        <Who key={to} email={to}>
          <TraceBadge status={status} />
        </Who>
      )),
    },
    ...(first
      ? [
          { name: t('size'), value: format.bytes(first.size) },
          { name: t('source'), value: [t(`sources.${first.source}`), first.remote].filter(Boolean).join(', ') },
          { name: t('messageId'), value: first.messageId ? <Code>{first.messageId}</Code> : '' },
        ]
      : []),
    { name: t('traceId'), value: <Code>{story.traceId}</Code> },
  ];
  return (
    <PageBody wide>
      <Breadcrumb href="/admin/trace" name={t('title')} />
      <PageHead title={first ? t('storyTitle', { when: format.time(first.at) }) : t('title')}>
        {queued && (
          <Link href={`/admin/queue/${queued}`} className={buttonLook('secondary', 'sm')}>
            {t('inQueue')}
          </Link>
        )}
        {isHeld && (
          <Link href={`/admin/spam/${held}`} className={buttonLook('secondary', 'sm')}>
            {t('inQuarantine')}
          </Link>
        )}
        <CopyButton text={JSON.stringify(story, null, 2)} name={t('copy')} />
      </PageHead>
      <div className="grid grid-cols-[minmax(0,2fr)_minmax(0,1fr)] items-start gap-4 max-lg:grid-cols-1">
        <Card>
          <CardHead title={t('delivery')} {...(steps[0] && { note: format.clock.day(steps[0].at) })}>
            <span className="pe-2">
              <OutcomeBadge outcome={outcome(story.recipients.map(({ status }) => status))} />
            </span>
          </CardHead>
          <div className="p-4">
            {steps.length > 0 ? <Timeline steps={steps} clock={format.clock} /> : <p className="text-fg-2">{t('noSteps')}</p>}
          </div>
        </Card>
        <div className="grid gap-4">
          <Card>
            <CardHead title={t('message')} />
            <FactList facts={facts} />
          </Card>
          <MessageChecks steps={steps} />
        </div>
      </div>
    </PageBody>
  );
}

const Code = ({ children }: { children: string }) => <code className="font-mono text-[12px] leading-4.5 break-all">{children}</code>;

function Who({ email, children }: { email: string; children?: React.ReactNode }) {
  return (
    <span className="mb-1.5 flex items-start gap-2 last:mb-0">
      <Avatar name={email} email={email} size={22} />
      <span className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
        <span className="min-w-0 break-all">{email}</span>
        {children}
      </span>
    </span>
  );
}
