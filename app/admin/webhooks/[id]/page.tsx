import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { removeWebhook, switchWebhook, testWebhook } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { RecheckButton } from '#components/admin/recheck-button.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
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
        <ActionForm action={testWebhook} className="grid gap-2">
          <input type="hidden" name="id" value={id} />
          <Button type="submit" size="sm">
            {t('test')}
          </Button>
        </ActionForm>
        <ActionForm action={switchWebhook} className="grid gap-2">
          <input type="hidden" name="id" value={id} />
          <input type="hidden" name="enabled" value={String(!hook.enabled)} />
          <Button type="submit" size="sm">
            {hook.enabled ? t('turnOff') : t('turnOn')}
          </Button>
        </ActionForm>
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
        <Card className="overflow-hidden">
          <DataTable
            label={t('told')}
            columns={[
              { name: t('when') },
              { name: t('event') },
              { name: t('state') },
              { name: t('tries'), end: true },
              { name: t('answer') },
            ]}
            empty={t('nothingTold')}
          >
            {deliveries.map((delivery) => (
              <tr key={delivery.id}>
                <Cell className="tabular-nums">{format.time(delivery.createdAt)}</Cell>
                <Cell className="font-mono text-[12px]">{typeof delivery.payload.type === 'string' ? delivery.payload.type : ''}</Cell>
                <Cell>
                  <StatusBadge look={delivery.delivered ? 'ok' : delivery.nextAt ? 'warn' : 'bad'}>
                    {delivery.delivered ? t('taken') : delivery.nextAt ? t('again', { time: format.time(delivery.nextAt) }) : t('givenUp')}
                  </StatusBadge>
                </Cell>
                <Cell end>{delivery.attempts}</Cell>
                <Cell className="max-w-72 truncate text-fg-2">{[delivery.lastStatus, delivery.lastText].filter(Boolean).join(' ')}</Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
    </PageBody>
  );
}
