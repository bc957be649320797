import { getTranslations } from 'next-intl/server';
import { saveAlias, saveGroup } from '#components/admin/actions.ts';
import { AliasTable } from '#components/admin/alias-table.tsx';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { GroupFields } from '#components/admin/group-fields.tsx';
import { GroupTable } from '#components/admin/group-table.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { aliasList } from '#server/admin/operations/aliases.ts';
import { groupList } from '#server/admin/operations/groups.ts';
import { ask } from '#server/admin/page.ts';

export default async function Aliases({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { q } = await searchParams;
  const search = typeof q === 'string' ? q : '';
  const [{ items: aliases }, { items: groups }] = await Promise.all([ask(aliasList, { search }), ask(groupList, { search })]);
  const t = await getTranslations('admin.aliases');
  const g = await getTranslations('admin.groups');
  return (
    <PageBody wide>
      <PageHead title={t('title')} about={t('about')} />
      <SearchBar label={t('search')} value={search} />
      <Section title={g('title')}>
        <Disclosure name={g('new')}>
          <ActionForm action={saveGroup} className="grid max-w-md gap-4">
            <TextField label={g('groupAddress')} name="address" type="email" required autoComplete="off" placeholder="team@hamburger.edu" />
            <TextField label={g('members')} name="members" autoComplete="off" hint={g('membersHint')} />
            <GroupFields />
            <div>
              <Button type="submit" variant="primary">
                {g('make')}
              </Button>
            </div>
          </ActionForm>
        </Disclosure>
        <Card className="overflow-hidden">
          <GroupTable rows={groups} />
        </Card>
      </Section>
      <Section title={t('aliases')}>
        <Disclosure name={t('new')}>
          <ActionForm action={saveAlias} className="grid max-w-md gap-4">
            <TextField
              label={t('address')}
              name="address"
              required
              autoComplete="off"
              placeholder="info@hamburger.edu"
              hint={t('addressHint')}
            />
            <TextField label={t('goesTo')} name="targets" required autoComplete="off" hint={t('goesToHint')} />
            <div>
              <Button type="submit" variant="primary">
                {t('add')}
              </Button>
            </div>
          </ActionForm>
        </Disclosure>
        <Card className="overflow-hidden">
          <AliasTable rows={aliases} />
        </Card>
      </Section>
    </PageBody>
  );
}
