'use client';
/** Accounts, with what can be done to many of them at once. */
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { FormDialog } from '#components/ui/form/form-dialog.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';
import { bulkAccounts } from '#components/admin/actions.ts';
import { ChoosableTable } from '#components/admin/choosable-table.tsx';
import { RowLink } from '#components/admin/row-link.tsx';

export interface AccountRow {
  email: string;
  display: string;
  isAdmin: boolean;
  administers: string[];
  suspended: boolean;
  hasSecondFactor: boolean;
  storage: string;
  share: number | null;
  messages: string;
  lastLogin: string;
}
type BulkAction = 'suspend' | 'resume' | 'sign-out' | 'quota' | 'remove';

export function AccountsTable({ rows }: { rows: AccountRow[] }) {
  const t = useTranslations('admin.accounts');
  return (
    <ChoosableTable
      label={t('title')}
      rows={rows}
      keyOf={({ email }) => email}
      idOf={({ email }) => email}
      nameOf={({ email }) => email}
      bar={(emails) => <BulkBar emails={emails} />}
      empty={t('none')}
      columns={[
        {
          name: t('address'),
          className: 'max-w-72 truncate max-sm:max-w-52',
          cell: ({ email }) => <RowLink href={`/admin/accounts/${encodeURIComponent(email)}`}>{email}</RowLink>,
        },
        { name: t('name'), className: 'max-w-44 truncate', cell: ({ display }) => <span dir="auto">{display}</span> },
        { name: t('state'), cell: (row) => <Badges row={row} /> },
        {
          ...{ name: t('storage'), end: true },
          className: ({ share }) => (share !== null && share > 0.9 ? 'text-warning' : ''),
          cell: ({ storage }) => storage,
        },
        { name: t('messages'), end: true, cell: ({ messages }) => messages },
        { name: t('lastSignIn'), end: true, cell: ({ lastLogin }) => lastLogin },
      ]}
    />
  );
}

function Badges({ row }: { row: AccountRow }) {
  const t = useTranslations('admin.accounts');
  return (
    <span className="inline-flex gap-1">
      <StatusBadge look={row.suspended ? 'bad' : 'ok'}>{row.suspended ? t('suspended') : t('active')}</StatusBadge>
      {row.isAdmin && <StatusBadge look="accent">{t('administrator')}</StatusBadge>}
      {!row.isAdmin && row.administers.length > 0 && <StatusBadge look="accent">{t('domainAdmin')}</StatusBadge>}
      {row.hasSecondFactor && <StatusBadge>{t('secondFactor')}</StatusBadge>}
    </span>
  );
}

function BulkBar({ emails }: { emails: string[] }) {
  const t = useTranslations('admin.accounts');
  const [action, setAction] = useState<BulkAction | null>(null);
  const names: Record<BulkAction, string> = {
    suspend: t('suspend'),
    resume: t('resume'),
    'sign-out': t('signOut'),
    quota: t('setQuota'),
    remove: t('remove'),
  };
  return (
    <>
      {(Object.keys(names) as BulkAction[]).map((wanted) => (
        <Button key={wanted} size="sm" variant={wanted === 'remove' ? 'danger' : 'secondary'} onClick={() => setAction(wanted)}>
          {names[wanted]}
        </Button>
      ))}
      {action && (
        <FormDialog
          title={names[action]}
          action={bulkAccounts}
          fields={{ action, emails }}
          submit={names[action]}
          danger={action === 'remove'}
          onClose={() => setAction(null)}
        >
          <p className="text-fg-2">
            {action === 'remove' ? t('removeMany', { count: emails.length }) : t('forMany', { count: emails.length })}
          </p>
          {action === 'quota' && <TextField label={t('quota')} name="quota" placeholder="5 GB" autoComplete="off" />}
        </FormDialog>
      )}
    </>
  );
}
