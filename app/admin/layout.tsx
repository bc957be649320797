import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { AccountCorner } from '#components/auth/account-corner.tsx';
import { Logo } from '#components/ui/logo.tsx';
import { PageFrame } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { dashboard } from '#server/admin/read.ts';
import { adminOfPage } from '#server/auth/require.ts';

export const metadata = { title: 'Administration · Posthorn' };

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const user = await adminOfPage('/admin');
  const { hostname, accounts, queued } = await dashboard();
  return (
    <PageFrame
      brand={
        <>
          <Logo size={28} />
          <b className="text-[17px] tracking-[-.02em]">Posthorn</b>
          <StatusBadge>Admin</StatusBadge>
        </>
      }
      top={<AccountCorner login={user.login} />}
      nav={<AdminNav accounts={accounts} queued={queued} />}
      foot={<span className="text-[12px] leading-4 text-fg-3">{hostname}</span>}
    >
      {children}
    </PageFrame>
  );
}
