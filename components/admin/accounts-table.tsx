'use client';
/** Accounts, with what can be done to many of them at once. */
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useActionState, useRef, useState } from 'react';
import { untouched } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { fieldLook } from '#components/ui/text-field.tsx';
import { bulkAccounts } from './actions.ts';

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
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const toggle = (email: string, on: boolean) => {
    const next = new Set(chosen);
    if (on) next.add(email);
    else next.delete(email);
    setChosen(next);
  };
  const everything = rows.length > 0 && rows.every(({ email }) => chosen.has(email));
  return (
    <>
      <div className="flex min-h-12 flex-wrap items-center gap-2 border-b border-border px-4 py-1.5">
        <label className="flex min-h-8 items-center gap-2.5 text-[13px] text-fg-2">
          <input
            type="checkbox"
            checked={everything}
            onChange={({ target }) => setChosen(new Set(target.checked ? rows.map(({ email }) => email) : []))}
            className="size-4.5 accent-accent"
          />
          {chosen.size > 0 ? t('chosen', { count: chosen.size }) : t('chooseAll')}
        </label>
        {chosen.size > 0 && <BulkBar emails={[...chosen]} />}
      </div>
      <DataTable
        label={t('title')}
        columns={[
          { name: t('choose'), quiet: true },
          { name: t('address') },
          { name: t('name') },
          { name: t('state') },
          { name: t('storage'), end: true },
          { name: t('messages'), end: true },
          { name: t('lastSignIn'), end: true },
        ]}
        empty={t('none')}
      >
        {rows.map((row) => (
          <tr key={row.email} className={chosen.has(row.email) ? 'bg-selected' : 'hover:bg-hover'}>
            <Cell className="w-8">
              <input
                type="checkbox"
                aria-label={t('chooseOne', { email: row.email })}
                checked={chosen.has(row.email)}
                onChange={({ target }) => toggle(row.email, target.checked)}
                className="block size-4.5 accent-accent"
              />
            </Cell>
            <Cell>
              <Link href={`/admin/accounts/${encodeURIComponent(row.email)}`} className="font-medium text-fg hover:underline" dir="ltr">
                {row.email}
              </Link>
            </Cell>
            <Cell>
              <span dir="auto">{row.display}</span>
            </Cell>
            <Cell>
              <span className="inline-flex gap-1">
                <StatusBadge look={row.suspended ? 'bad' : 'ok'}>{row.suspended ? t('suspended') : t('active')}</StatusBadge>
                {row.isAdmin && <StatusBadge look="accent">{t('administrator')}</StatusBadge>}
                {!row.isAdmin && row.administers.length > 0 && <StatusBadge look="accent">{t('domainAdmin')}</StatusBadge>}
                {row.hasSecondFactor && <StatusBadge>{t('secondFactor')}</StatusBadge>}
              </span>
            </Cell>
            <Cell end className={row.share !== null && row.share > 0.9 ? 'text-warning' : ''}>
              {row.storage}
            </Cell>
            <Cell end>{row.messages}</Cell>
            <Cell end>{row.lastLogin}</Cell>
          </tr>
        ))}
      </DataTable>
    </>
  );
}

function BulkBar({ emails }: { emails: string[] }) {
  const t = useTranslations('admin.accounts');
  const u = useTranslations('ui');
  const [state, submit, pending] = useActionState(bulkAccounts, untouched);
  const [action, setAction] = useState<BulkAction>('suspend');
  const dialog = useRef<HTMLDialogElement>(null);
  const ask = (wanted: BulkAction) => {
    setAction(wanted);
    dialog.current?.showModal();
  };
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
        <Button key={wanted} size="sm" variant={wanted === 'remove' ? 'danger' : 'secondary'} onClick={() => ask(wanted)}>
          {names[wanted]}
        </Button>
      ))}
      <dialog
        ref={dialog}
        aria-label={names[action]}
        className="m-auto w-[min(440px,calc(100vw-32px))] rounded-dialog border border-border bg-raised p-6 text-start text-fg shadow-dialog backdrop:bg-scrim"
      >
        <form action={submit} className="grid gap-4">
          <h2 className="text-[16px] leading-6 font-semibold">{names[action]}</h2>
          <p className="text-fg-2">
            {action === 'remove' ? t('removeMany', { count: emails.length }) : t('forMany', { count: emails.length })}
          </p>
          <input type="hidden" name="action" value={action} />
          {emails.map((email) => (
            <input key={email} type="hidden" name="emails" value={email} />
          ))}
          {action === 'quota' && (
            <input name="quota" aria-label={t('quota')} placeholder="5 GB" autoComplete="off" className={`${fieldLook} h-9`} />
          )}
          <Notice state={state} />
          <div className="flex justify-end gap-2">
            <Button onClick={() => dialog.current?.close()}>{u('cancel')}</Button>
            <Button type="submit" variant={action === 'remove' ? 'danger' : 'primary'} disabled={pending}>
              {names[action]}
            </Button>
          </div>
        </form>
      </dialog>
    </>
  );
}
