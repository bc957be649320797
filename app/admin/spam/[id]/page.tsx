import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { dropHeld, readHeld, releaseHeld } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { HeldText } from '#components/admin/trace/held-text.tsx';
import { ReasonText } from '#components/junk/reason-text.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
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
        <ActButton action={releaseHeld} fields={{ id: text }} variant="primary">
          {t('release')}
        </ActButton>
        <ConfirmForm action={dropHeld} name={t('drop')} question={t('dropQuestion')} consequence={t('dropWhat')} fields={{ id: text }} />
      </div>
      <Section title={t('reasons')}>
        <TableCard
          label={t('reasons')}
          rows={held.reasons}
          keyOf={({ name }) => name}
          empty={t('noReasons')}
          columns={[
            { name: t('points'), end: true, className: 'w-20', cell: ({ points }) => (points > 0 ? `+${points}` : points) },
            { name: t('why'), wrap: true, cell: (reason) => <ReasonText reason={reason} /> },
          ]}
        />
      </Section>
      <Section title={t('text')} about={t('textAbout')}>
        <HeldText action={readHeld} id={text} name={t('read')} />
      </Section>
    </PageBody>
  );
}
