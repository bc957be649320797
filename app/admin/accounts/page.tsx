import Link from 'next/link';
import { AccountFields } from '#components/admin/account-fields.tsx';
import { addAccount } from '#components/admin/actions.ts';
import { Disclosure } from '#components/admin/disclosure.tsx';
import { formatBytes } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Avatar } from '#components/ui/avatar.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card } from '#components/ui/card.tsx';
import { Cell, DataTable } from '#components/ui/data-table.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { listAccounts } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

const columns = [
  { name: 'Account' },
  { name: 'Name' },
  { name: 'State' },
  { name: 'Messages', end: true },
  { name: 'Used', end: true },
  { name: 'Limit', end: true },
];

export default async function Accounts() {
  await adminOfPage('/admin');
  const accounts = await listAccounts();
  return (
    <PageBody wide>
      <PageHead title="Accounts" about={`${accounts.length.toLocaleString('en')} in all`} />
      <Disclosure name="New account">
        <ActionForm action={addAccount} className="grid max-w-md gap-4">
          <TextField label="Email" name="email" required autoComplete="off" autoCapitalize="off" placeholder="bob@hamburger.edu" />
          <TextField
            label="Password"
            name="password"
            type="password"
            required
            minLength={8}
            autoComplete="new-password"
            hint="At least 8 characters."
          />
          <AccountFields />
          <div>
            <Button type="submit" variant="primary">
              Create account
            </Button>
          </div>
        </ActionForm>
      </Disclosure>
      <Card className="overflow-hidden">
        <DataTable label="Accounts" columns={columns} empty="No accounts yet.">
          {accounts.map((account) => (
            <tr key={account.accountId} className="hover:bg-hover">
              <Cell>
                <Link
                  href={`/admin/accounts/${account.accountId}`}
                  className="inline-flex items-center gap-2.5 font-medium text-fg hover:underline"
                >
                  <Avatar name={account.display || account.email} email={account.email} size={24} />
                  {account.email}
                </Link>
              </Cell>
              <Cell className="text-fg-2">{account.display}</Cell>
              <Cell>
                <span className="inline-flex gap-1.5">
                  {account.disabledAt ? <StatusBadge look="bad">Suspended</StatusBadge> : <StatusBadge look="ok">In use</StatusBadge>}
                  {account.isAdmin && <StatusBadge look="accent">Administrator</StatusBadge>}
                </span>
              </Cell>
              <Cell end>{account.usedMessages.toLocaleString('en')}</Cell>
              <Cell end>{formatBytes(account.usedBytes)}</Cell>
              <Cell end>{account.quotaBytes === null ? 'None' : formatBytes(account.quotaBytes)}</Cell>
            </tr>
          ))}
        </DataTable>
      </Card>
    </PageBody>
  );
}
