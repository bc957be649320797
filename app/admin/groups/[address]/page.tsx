import { getTranslations } from 'next-intl/server';
import { deleteGroup, editGroup, joinGroup, leaveGroup } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { GroupFields } from '#components/admin/group-fields.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { groupGet } from '#server/admin/operations/groups.ts';
import { ask } from '#server/admin/page.ts';

export default async function GroupPage({ params }: { params: Promise<{ address: string }> }) {
  const address = decodeURIComponent((await params).address);
  const group = await ask(groupGet, { address });
  const t = await getTranslations('admin.groups');
  return (
    <PageBody>
      <Breadcrumb href="/admin/aliases" name={(await getTranslations('admin.aliases'))('title')} />
      <PageHead title={<span dir="ltr">{address}</span>} about={t('memberCount', { count: group.members.length })} />
      <Section title={t('members')}>
        <Card className="overflow-hidden">
          <DataTable label={t('members')} columns={[{ name: t('member') }, { name: t('actions'), quiet: true }]} empty={t('noMembers')}>
            {group.members.map((member) => (
              <tr key={member}>
                <Cell className="font-medium">
                  <span dir="ltr">{member}</span>
                </Cell>
                <Cell end>
                  <ConfirmForm
                    action={leaveGroup}
                    name={t('remove')}
                    label={t('removeOne', { address: member })}
                    question={t('removeOne', { address: member })}
                    consequence={t('leaveWhat')}
                    fields={{ address, members: member }}
                  />
                </Cell>
              </tr>
            ))}
          </DataTable>
          <div className="border-t border-border p-4">
            <ActionForm action={joinGroup} className="grid gap-3">
              <input type="hidden" name="address" value={address} />
              <div className="flex flex-wrap items-end gap-2">
                <TextField label={t('newMembers')} name="members" required className="w-80 max-w-full" autoComplete="off" />
                <Button type="submit">{t('addMembers')}</Button>
              </div>
            </ActionForm>
          </div>
        </Card>
      </Section>
      <Section title={t('settings')}>
        <Card className="p-4">
          <ActionForm action={editGroup} className="grid max-w-md gap-4" keep>
            <input type="hidden" name="address" value={address} />
            <GroupFields name={group.name} value={group.posting} />
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
          <SettingRow title={t('removeGroup')} about={t('removeWhat')}>
            <ConfirmForm
              action={deleteGroup}
              name={t('removeGroup')}
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
