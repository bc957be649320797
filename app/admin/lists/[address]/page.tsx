import { getLocale, getTranslations } from 'next-intl/server';
import { acceptPost, editList, rejectPost, removeList, subscribe, unsubscribe } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { ListFields } from '#components/admin/list-fields.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listGet, listMembers, listWaiting } from '#server/admin/operations/lists.ts';
import { ask } from '#server/admin/page.ts';

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
          <Card className="overflow-hidden">
            <DataTable
              label={t('waiting')}
              columns={[{ name: t('when') }, { name: t('from') }, { name: t('subject') }, { name: t('actions'), quiet: true }]}
            >
              {waiting.map((held) => (
                <tr key={held.word}>
                  <Cell>{format.time(held.receivedAt)}</Cell>
                  <Cell>
                    <span dir="ltr">{held.from}</span>
                  </Cell>
                  <Cell className="max-w-72 truncate">
                    <span dir="auto">{held.subject}</span>
                  </Cell>
                  <Cell end>
                    <span className="inline-flex gap-1.5">
                      <ActionForm action={acceptPost}>
                        <input type="hidden" name="address" value={address} />
                        <input type="hidden" name="word" value={held.word} />
                        <Button type="submit" size="sm">
                          {t('accept')}
                        </Button>
                      </ActionForm>
                      <ConfirmForm
                        action={rejectPost}
                        name={t('reject')}
                        question={t('rejectQuestion')}
                        consequence={t('rejectWhat')}
                        fields={{ address, word: held.word }}
                      />
                    </span>
                  </Cell>
                </tr>
              ))}
            </DataTable>
          </Card>
        </Section>
      )}
      <Section title={t('members')}>
        <Card className="overflow-hidden">
          <DataTable
            label={t('members')}
            columns={[
              { name: t('member') },
              { name: t('state') },
              { name: t('bounces'), end: true },
              { name: t('since'), end: true },
              { name: t('actions'), quiet: true },
            ]}
            empty={t('noMembers')}
          >
            {members.map((member) => (
              <tr key={member.email}>
                <Cell className="font-medium">
                  <span dir="ltr">{member.email}</span>
                </Cell>
                <Cell>
                  <StatusBadge look={member.state === 'active' ? 'ok' : member.state === 'asked' ? 'plain' : 'warn'}>
                    {t(`states.${member.state}`)}
                  </StatusBadge>
                </Cell>
                <Cell end>{member.bounces}</Cell>
                <Cell end>{format.day(member.joinedAt)}</Cell>
                <Cell end>
                  <ConfirmForm
                    action={unsubscribe}
                    name={t('remove')}
                    label={t('removeOne', { address: member.email })}
                    question={t('removeOne', { address: member.email })}
                    consequence={t('leaveWhat')}
                    fields={{ address, members: member.email }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={subscribe} className="grid gap-3">
              <input type="hidden" name="address" value={address} />
              <div className="flex flex-wrap items-end gap-2">
                <TextField
                  label={t('newMembers')}
                  name="members"
                  required
                  className="w-80 max-w-full"
                  autoComplete="off"
                  hint={t('newMembersHint')}
                />
                <Button type="submit" className="mb-5.5">
                  {t('addMembers')}
                </Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <Section title={t('settings')}>
        <Card className="p-4">
          <ActionForm action={editList} className="grid max-w-md gap-4" keep>
            <input type="hidden" name="address" value={address} />
            <ListFields list={list} />
            <div>
              <Button type="submit" variant="primary">
                {t('save')}
              </Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section>
        <Card>
          <SettingRow title={t('removeList')} about={t('removeWhat')}>
            <ConfirmForm
              action={removeList}
              name={t('removeList')}
              question={t('removeOne', { address })}
              consequence={t('removeWhat')}
              fields={{ address }}
            />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
