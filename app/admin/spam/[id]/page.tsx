import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { dropHeld, readHeld, releaseHeld } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { HeldText } from '#components/admin/held-text.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { quarantineList } from '#server/admin/operations/quarantine.ts';
import { ask } from '#server/admin/page.ts';

export default async function HeldPage({ params }: { params: Promise<{ id: string }> }) {
  const { id: text } = await params;
  const { items } = await ask(quarantineList, { limit: 1000 });
  const held = items.find((one) => String(one.id) === text) ?? notFound();
  const t = await getTranslations('admin.spam');
  const format = adminFormat(await getLocale());
  return (
    <PageBody>
      <Breadcrumb href="/admin/spam" name={t('title')} />
      <PageHead
        title={t('held', { id: text })}
        about={t('heldAbout', {
          from: held.sender || held.author,
          to: held.recipients.join(', '),
          size: format.bytes(held.size),
          when: format.time(held.at),
        })}
      />
      <div className="mb-6 flex flex-wrap items-start gap-2">
        <ActionForm action={releaseHeld} className="grid gap-2">
          <input type="hidden" name="id" value={text} />
          <Button type="submit" variant="primary" size="sm">
            {t('release')}
          </Button>
        </ActionForm>
        <ConfirmForm action={dropHeld} name={t('drop')} question={t('dropQuestion')} consequence={t('dropWhat')} fields={{ id: text }} />
      </div>
      <Section title={t('reasons')}>
        <Card className="overflow-hidden">
          <DataTable label={t('reasons')} columns={[{ name: t('points'), end: true }, { name: t('why') }]} empty={t('noReasons')}>
            {held.reasons.map(({ name, points, text: reason }) => (
              <tr key={name}>
                <Cell end className="w-20">
                  {points > 0 ? `+${points}` : points}
                </Cell>
                <Cell className="whitespace-normal">{reason}</Cell>
              </tr>
            ))}
          </DataTable>
        </Card>
      </Section>
      <Section title={t('text')} about={t('textAbout')}>
        <HeldText action={readHeld} id={text} name={t('read')} />
      </Section>
    </PageBody>
  );
}
