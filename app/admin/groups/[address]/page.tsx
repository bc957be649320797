import { getTranslations } from 'next-intl/server';
import { deleteGroup, editGroup, joinGroup, leaveGroup } from '#components/admin/actions.ts';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { GroupFields } from '#components/admin/addresses/group-fields.tsx';
import { RemovalCard } from '#components/admin/removal-card.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/form/confirm-form.tsx';
import { FieldForm, LineForm } from '#components/ui/form/field-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
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
        <TableCard
          label={t('members')}
          rows={group.members}
          keyOf={(member) => member}
          empty={t('noMembers')}
          columns={[
            { name: t('member'), look: 'strong', cell: (member) => <span dir="ltr">{member}</span> },
            {
              ...{ name: t('actions'), quiet: true, end: true },
              cell: (member) => (
                <ConfirmForm
                  action={leaveGroup}
                  name={t('remove')}
                  question={t('removeOne', { address: member })}
                  consequence={t('leaveWhat')}
                  fields={{ address, members: member }}
                  many
                />
              ),
            },
          ]}
          foot={
            <LineForm action={joinGroup} fields={{ address }} submit={t('addMembers')}>
              <TextField label={t('newMembers')} name="members" required className="w-80 max-w-full" autoComplete="off" />
            </LineForm>
          }
        />
      </Section>
      <Section title={t('settings')}>
        <Card className="p-4">
          <FieldForm action={editGroup} fields={{ address }} submit={t('save')}>
            <GroupFields name={group.name} value={group.posting} />
          </FieldForm>
        </Card>
      </Section>
      <RemovalCard
        action={deleteGroup}
        name={t('removeGroup')}
        question={t('removeOne', { address })}
        consequence={t('removeWhat')}
        fields={{ address }}
      />
    </PageBody>
  );
}
