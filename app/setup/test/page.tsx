import { ArrowRight } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { sendTestMail } from '#components/admin/actions.ts';
import { RefreshEvery } from '#components/admin/refresh-every.tsx';
import { TraceBadge } from '#components/admin/trace/trace-status.tsx';
import { SetupFrame } from '#components/auth/setup-frame.tsx';
import { buttonLook } from '#components/ui/button.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { storySteps } from '#components/admin/trace/story-steps.ts';
import { Timeline } from '#components/timeline/timeline.tsx';
import { Card } from '#components/ui/card.tsx';
import { LineForm } from '#components/ui/form/field-form.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { traceShow } from '#server/admin/operations/trace.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('auth'))('setUp')} · Posthorn` };
}
const open = new Set(['queued', 'deferred']);
type Query = Partial<Record<'domain' | 'trace', string | string[]>>;

export default async function SetupTest({ searchParams }: { searchParams: Promise<Query> }) {
  const caller = await callerOfPage();
  const { domain, trace } = await searchParams;
  if (typeof domain !== 'string') notFound();
  const story = typeof trace === 'string' ? await ask(traceShow, { id: trace }) : null;
  const t = await getTranslations('auth');
  const r = await getTranslations('admin.readiness');
  const { clock } = adminFormat(await getLocale());
  return (
    <SetupFrame step={3} title={r('testTitle')} lead={r('testLead')}>
      <Card className="p-4">
        <LineForm action={sendTestMail} fields={{ from: caller.name, domain }} submit={r('send')}>
          <TextField
            label={r('to')}
            name="to"
            type="email"
            required
            defaultValue={caller.name}
            className="w-72 max-w-full"
            autoComplete="email"
          />
        </LineForm>
      </Card>
      {story && (
        <Card className="mt-4">
          <p role="status" className="flex flex-wrap items-center gap-2 border-b border-border px-4 py-3">
            {story.recipients.map(({ to, status }) => (
              <span key={to} className="flex items-center gap-2">
                <b className="font-medium" dir="ltr">
                  {to}
                </b>
                <TraceBadge status={status} />
              </span>
            ))}
            {story.recipients.some(({ status }) => open.has(status)) && <RefreshEvery seconds={2} quiet />}
          </p>
          <div className="p-4">
            <Timeline steps={storySteps(story.events)} clock={clock} />
          </div>
        </Card>
      )}
      <div className="mt-5 flex flex-wrap items-center gap-3">
        <span className="flex-1" />
        <Link href={`/setup/check?domain=${encodeURIComponent(domain)}`} className={buttonLook('ghost')}>
          {t('back')}
        </Link>
        <Link href="/mail/inbox" className={buttonLook('primary')}>
          {r('finish')}
          <ArrowRight size={16} aria-hidden className="rtl:-scale-x-100" />
        </Link>
      </div>
    </SetupFrame>
  );
}
