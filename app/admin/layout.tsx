import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import type { ReactNode } from 'react';
import { AdminNav } from '#components/admin/admin-nav.tsx';
import { FindBox } from '#components/admin/find-box.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { AccountCorner } from '#components/auth/account-corner.tsx';
import { Logo } from '#components/ui/logo.tsx';
import { PageFrame } from '#components/ui/page-frame.tsx';
import { StatusBadge } from '#components/ui/status-badge.tsx';
import { serverStatus } from '#server/admin/operations/server.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';
import { Rooms } from '../i18n/rooms.tsx';

export async function generateMetadata() {
  return { title: `${(await getTranslations('admin.nav'))('label')} · Posthorn` };
}

export default async function AdminLayout({ children }: { children: ReactNode }) {
  const caller = await callerOfPage();
  const { hostname, accounts, queued } = await ask(serverStatus, {});
  const t = await getTranslations('admin.nav');
  const format = adminFormat(await getLocale());
  return (
    <Rooms names={['ui', 'auth', 'admin']}>
      <PageFrame
        brand={
          <Link href="/admin" className="flex items-center gap-2.5 text-fg">
            <Logo size={28} />
            <b className="text-[17px] tracking-[-.02em]">Posthorn</b>
            <StatusBadge>{t('admin')}</StatusBadge>
          </Link>
        }
        top={
          <>
            <FindBox />
            <AccountCorner login={caller.name} />
          </>
        }
        nav={
          <AdminNav
            accounts={format.count(accounts)}
            queued={queued > 0 ? format.count(queued) : undefined}
            whole={caller.domains === null}
          />
        }
        foot={
          <span className="flex items-center gap-2 text-[12px] leading-4 text-fg-3" dir="ltr">
            <span aria-hidden className="size-2 rounded-full bg-success" />
            {caller.domains?.join(', ') ?? hostname}
          </span>
        }
      >
        {children}
      </PageFrame>
    </Rooms>
  );
}
