import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Rooms } from '../../i18n/rooms.tsx';
import { AccountCorner } from '#components/auth/account-corner.tsx';
import { SettingsNav } from '#components/settings/settings-nav.tsx';
import { SettingsSearch } from '#components/settings/settings-search.tsx';
import { Logo } from '#components/ui/logo.tsx';
import { PageFrame } from '#components/ui/page-frame.tsx';
import { StaleNotice } from '#components/ui/stale-notice.tsx';
import { userOfPage } from '#server/auth/require.ts';

export async function generateMetadata() {
  return { title: `${(await getTranslations('ui'))('settings')} · Posthorn` };
}

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const user = await userOfPage('/settings');
  return (
    <Rooms names={['ui', 'auth', 'settings', 'compose', 'mail', 'reading']}>
      <PageFrame
        brand={
          <>
            <Logo size={28} />
            <b className="text-[17px] tracking-[-.02em] max-md:sr-only">Posthorn</b>
          </>
        }
        search={<SettingsSearch />}
        top={<AccountCorner login={user.login} />}
        nav={<SettingsNav />}
      >
        <StaleNotice />
        {children}
      </PageFrame>
    </Rooms>
  );
}
