import { ChevronRight } from 'lucide-react';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { AccountFields } from '#components/admin/account-fields.tsx';
import { deleteAccount, editAccount, resetPassword, suspendAccount } from '#components/admin/actions.ts';
import { formatBytes, formatTime } from '#components/admin/format.ts';
import { ActionForm } from '#components/ui/action-form.tsx';
import { Button } from '#components/ui/button.tsx';
import { Card, Section, SettingRow } from '#components/ui/card.tsx';
import { ConfirmForm } from '#components/ui/confirm-form.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { TextField } from '#components/ui/text-field.tsx';
import { getAccount } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export default async function AccountPage({ params }: { params: Promise<{ id: string }> }) {
  await adminOfPage('/admin');
  const { id } = await params;
  const account = /^\d{1,9}$/.test(id) ? await getAccount(Number(id)) : null;
  if (!account) notFound();
  const suspended = account.disabledAt !== null;
  return (
    <PageBody>
      <nav aria-label="Breadcrumb" className="mb-0.5 flex items-center gap-1 text-[13px] leading-5 text-fg-3">
        <Link href="/admin/accounts" className="text-fg-3 hover:underline">
          Accounts
        </Link>
        <ChevronRight size={14} aria-hidden />
      </nav>
      <PageHead
        title={account.email}
        about={`Made ${formatTime(account.createdAt)}, ${account.usedMessages.toLocaleString('en')} messages, ${formatBytes(account.usedBytes)}`}
      >
        {suspended && <StatusBadge look="bad">Suspended</StatusBadge>}
        {account.isAdmin && <StatusBadge look="accent">Administrator</StatusBadge>}
      </PageHead>
      <Section>
        <Card className="p-4">
          <ActionForm action={editAccount} className="grid max-w-md gap-4" keep>
            <input type="hidden" name="id" value={id} />
            <AccountFields
              display={account.display}
              quota={account.quotaBytes === null ? '' : formatBytes(account.quotaBytes)}
              isAdmin={account.isAdmin}
            />
            <div>
              <Button type="submit" variant="primary">
                Save
              </Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title="Password" about="A new password ends every session of this account, in browsers and in mail programs.">
        <Card className="p-4">
          <ActionForm action={resetPassword} className="grid max-w-md gap-4">
            <input type="hidden" name="id" value={id} />
            <TextField
              label="New password"
              name="password"
              type="password"
              required
              minLength={8}
              autoComplete="new-password"
              hint="At least 8 characters."
            />
            <div>
              <Button type="submit">Set password</Button>
            </div>
          </ActionForm>
        </Card>
      </Section>
      <Section title="Suspend or delete">
        <Card>
          <SettingRow
            title={suspended ? 'This account is suspended' : 'Suspend'}
            about="Nobody can sign in and no mail is taken. What is there stays."
          >
            <ActionForm action={suspendAccount} className="grid justify-items-end gap-2">
              <input type="hidden" name="id" value={id} />
              <input type="hidden" name="suspended" value={String(!suspended)} />
              <Button type="submit" size="sm">
                {suspended ? 'Resume' : 'Suspend'}
              </Button>
            </ActionForm>
          </SettingRow>
          <SettingRow title="Delete" about="The account and all of its mail, for good.">
            <ConfirmForm
              action={deleteAccount}
              name="Delete account"
              question={`Delete ${account.email}?`}
              consequence={`${account.usedMessages.toLocaleString('en')} messages are deleted with it. This cannot be undone.`}
              fields={{ id }}
            />
          </SettingRow>
        </Card>
      </Section>
    </PageBody>
  );
}
