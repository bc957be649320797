import { Download, Upload } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { AccountFields } from '#components/admin/accounts/account-fields.tsx';
import { AccountsTable } from '#components/admin/accounts/accounts-table.tsx';
import { addAccount } from '#components/admin/actions.ts';
import { adminFormat } from '#components/admin/format.ts';
import { MoreLink } from '#components/admin/more-link.tsx';
import { NewForm } from '#components/admin/new-form.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { NewPasswordField } from '#components/ui/form/new-password-field.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { SelectField } from '#components/ui/form/select-field.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { accountList } from '#server/admin/operations/accounts.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

type Query = Partial<Record<'q' | 'state' | 'after', string | string[]>>;

export default async function Accounts({ searchParams }: { searchParams: Promise<Query> }) {
  const caller = await callerOfPage();
  const query = await searchParams;
  const one = (name: keyof Query) => (typeof query[name] === 'string' ? query[name] : '');
  const state = (['active', 'suspended'] as const).find((known) => known === query.state);
  const { items, next } = await ask(accountList, {
    ...{ search: one('q'), limit: 100 },
    ...(state && { state }),
    ...(one('after') && { after: one('after') }),
  });
  const t = await getTranslations('admin.accounts');
  const a = await getTranslations('admin.account');
  const format = adminFormat(await getLocale());
  return (
    <PageBody wide>
      <PageHead title={t('title')}>
        <Link href="/admin/accounts/import" className={buttonLook('secondary', 'sm')}>
          <Upload size={14} aria-hidden />
          {t('import')}
        </Link>
        <a href="/admin/accounts/export" className={buttonLook('secondary', 'sm')} download>
          <Download size={14} aria-hidden />
          {t('export')}
        </a>
      </PageHead>
      <NewForm name={t('new')} action={addAccount} submit={t('make')}>
        <TextField label={a('address')} name="email" type="email" required autoComplete="off" autoCapitalize="off" />
        <NewPasswordField label={a('password')} hint={a('passwordHint')} />
        <AccountFields mayAdmin={caller.domains === null} />
      </NewForm>
      <SearchBar label={t('search')} value={one('q')}>
        <SelectField
          name="state"
          aria-label={t('state')}
          defaultValue={state ?? ''}
          options={[
            { value: '', name: t('allStates') },
            { value: 'active', name: t('active') },
            { value: 'suspended', name: t('suspended') },
          ]}
        />
        <Button type="submit">{t('filter')}</Button>
      </SearchBar>
      <Card className="overflow-hidden">
        <AccountsTable
          rows={items.map((account) => ({
            ...{ email: account.email, display: account.display, isAdmin: account.isAdmin, administers: account.administers },
            ...{ suspended: account.suspended, hasSecondFactor: account.hasSecondFactor, messages: format.count(account.usedMessages) },
            storage:
              account.quotaBytes === null
                ? format.bytes(account.usedBytes)
                : t('usedOf', { used: format.bytes(account.usedBytes), quota: format.bytes(account.quotaBytes) }),
            share: account.quotaBytes ? account.usedBytes / account.quotaBytes : null,
            lastLogin: account.lastLoginAt ? format.day(account.lastLoginAt) : t('never'),
          }))}
        />
      </Card>
      {next && (
        <MoreLink href={`/admin/accounts?${new URLSearchParams({ q: one('q'), state: state ?? '', after: next })}`} name={t('more')} />
      )}
    </PageBody>
  );
}
