import { getLocale, getTranslations } from 'next-intl/server';
import { acceptPost, editList, rejectPost, removeList, subscribe, unsubscribe } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { ListFields } from '#components/admin/addresses/list-fields.tsx';
import { RemovalCard } from '#components/admin/removal-card.tsx';
import { ActButton } from '#components/ui/form/act-button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { FieldForm, LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { listGet, listMembers, listWaiting } from '#server/admin/operations/lists.ts';
import { ask } from '#server/admin/page.ts';

const looks = { active: 'ok', asked: 'plain', stopped: 'warn' } as const;

export default async function ListPage({ params }: { params: Promise<{ address: string }> }) {
  const address = decodeURIComponent((await params).address);
  const list = await ask(listGet, { address });
  const [{ items: members }, { items: waiting }] = await Promise.all([ask(listMembers, { address }), ask(listWaiting, { address })]);
  const t = await getTranslations('admin.lists');
  const format = adminFormat(await getLocale());
  return (
    <PageBody>
      <Breadcrumb href="/admin/lists" name={t('title')} />
      <PageHead title={<span dir="ltr">{address}</span>} about={list.description} />
      {waiting.length > 0 && (
        <Section title={t('waiting')} about={t('waitingAbout')}>
          <TableCard
            label={t('waiting')}
            rows={waiting}
            keyOf={({ word }) => word}
            columns={[
              { name: t('when'), cell: ({ receivedAt }) => format.time(receivedAt) },
              { name: t('from'), className: 'max-w-72 truncate', cell: ({ from }) => <span dir="ltr">{from}</span> },
              { name: t('subject'), className: 'max-w-72 truncate', cell: ({ subject }) => <span dir="auto">{subject}</span> },
              {
                ...{ name: t('actions'), quiet: true, end: true },
                cell: ({ word }) => (
                  <span className="inline-flex gap-1.5">
                    <ActButton action={acceptPost} fields={{ address, word }} beside>
                      {t('accept')}
                    </ActButton>
                    <ConfirmForm
                      action={rejectPost}
                      name={t('reject')}
                      question={t('rejectQuestion')}
                      consequence={t('rejectWhat')}
                      fields={{ address, word }}
                    />
                  </span>
                ),
              },
            ]}
          />
        </Section>
      )}
      <Section title={t('members')}>
        <TableCard
          label={t('members')}
          rows={members}
          keyOf={({ email }) => email}
          empty={t('noMembers')}
          columns={[
            { name: t('member'), look: 'strong', cell: ({ email }) => <span dir="ltr">{email}</span> },
            { name: t('state'), cell: ({ state }) => <StatusBadge look={looks[state]}>{t(`states.${state}`)}</StatusBadge> },
            { name: t('bounces'), end: true, cell: ({ bounces }) => bounces },
            { name: t('since'), end: true, cell: ({ joinedAt }) => format.day(joinedAt) },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: ({ email }) => (
                <ConfirmForm
                  action={unsubscribe}
                  name={t('remove')}
                  question={t('removeOne', { address: email })}
                  consequence={t('leaveWhat')}
                  fields={{ address, members: email }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={subscribe} fields={{ address }} submit={t('addMembers')} hint={t('newMembersHint')}>
              <TextField label={t('newMembers')} name="members" required className="w-80 max-w-full" autoComplete="off" />
            </LineForm>
          }
        />
      </Section>
      <Section title={t('settings')}>
        <Card className="p-4">
          <FieldForm action={editList} fields={{ address }} submit={t('save')}>
            <ListFields list={list} />
          </FieldForm>
        </Card>
      </Section>
      <RemovalCard
        action={removeList}
        name={t('removeList')}
        question={t('removeOne', { address })}
        consequence={t('removeWhat')}
        fields={{ address }}
      />
    </PageBody>
  );
}
