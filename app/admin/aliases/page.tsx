import { getTranslations } from 'next-intl/server';
import { saveAlias, saveGroup } from '#components/admin/actions.ts';
import { AliasTable } from '#components/admin/addresses/alias-table.tsx';
import { GroupFields } from '#components/admin/addresses/group-fields.tsx';
import { GroupTable } from '#components/admin/addresses/group-table.tsx';
import { NewForm } from '#components/admin/new-form.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
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
        <NewForm name={g('new')} action={saveGroup} submit={g('make')}>
          <TextField label={g('groupAddress')} name="address" type="email" required autoComplete="off" placeholder="team@hamburger.edu" />
          <TextField label={g('members')} name="members" autoComplete="off" hint={g('membersHint')} />
          <GroupFields />
        </NewForm>
        <GroupTable rows={groups} />
      </Section>
      <Section title={t('aliases')}>
        <NewForm name={t('new')} action={saveAlias} submit={t('add')}>
          <TextField
            label={t('address')}
            name="address"
            required
            autoComplete="off"
            placeholder="info@hamburger.edu"
            hint={t('addressHint')}
          />
          <TextField label={t('goesTo')} name="targets" required autoComplete="off" hint={t('goesToHint')} />
        </NewForm>
        <AliasTable rows={aliases} />
      </Section>
    </PageBody>
  );
}
