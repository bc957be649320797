import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { removeWebhook, switchWebhook, testWebhook } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { RecheckButton } from '#components/admin/domains/recheck-button.tsx';
import { answerOf } from '#components/admin/webhook-answer.ts';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { webhookDeliveries, webhookList } from '#server/admin/operations/webhooks.ts';
import { ask } from '#server/admin/page.ts';

export default async function WebhookPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params;
  const id = /^\d{1,9}$/.test(text) ? Number(text) : notFound();
  const { items: deliveries } = await ask(webhookDeliveries, { id });
  const hook = (await ask(webhookList, {})).items.find((one) => one.id === id) ?? notFound();
  const t = await getTranslations('admin.webhooks');
  const format = adminFormat(await getLocale());
  return (
    <PageBody>
      <Breadcrumb href="/admin/webhooks" name={t('title')} />
      <PageHead
        title={
          <span className="text-[20px] break-all" dir="ltr">
            {hook.url}
          </span>
        }
      />
      <div className="mb-6 flex flex-wrap items-start gap-2">
        <ActButton action={testWebhook} fields={{ id }}>
          {t('test')}
        </ActButton>
        <ActButton action={switchWebhook} fields={{ id, enabled: !hook.enabled }}>
          {hook.enabled ? t('turnOff') : t('turnOn')}
        </ActButton>
        <RecheckButton name={t('look')} />
        <ConfirmForm
          action={removeWebhook}
          name={t('remove')}
          question={t('removeQuestion')}
          consequence={t('removeWhat')}
          fields={{ id: text }}
        />
      </div>
      <Section title={t('told')} about={t('toldAbout')}>
        <TableCard
          label={t('told')}
          rows={deliveries}
          keyOf={({ id: one }) => one}
          empty={t('nothingTold')}
          columns={[
            { name: t('when'), className: 'tabular-nums', cell: ({ createdAt }) => format.time(createdAt) },
            { name: t('event'), look: 'code', cell: ({ payload }) => (typeof payload.type === 'string' ? payload.type : '') },
            {
              name: t('state'),
              cell: ({ delivered, nextAt }) => (
                <StatusBadge look={delivered ? 'ok' : nextAt ? 'warn' : 'bad'}>
                  {delivered ? t('taken') : nextAt ? t('again', { time: format.time(nextAt) }) : t('givenUp')}
                </StatusBadge>
              ),
            },
            { name: t('tries'), end: true, cell: ({ attempts }) => attempts },
            { name: t('answer'), look: 'dim', className: 'max-w-72 truncate', cell: answerOf },
          ]}
        />
      </Section>
    </PageBody>
  );
}
