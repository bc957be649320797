import { ArrowLeft } from 'lucide-react';
import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { AccountCorner } from '#components/auth/account-corner.tsx';
import { ContactsPage } from '#components/contacts/contacts-page.tsx';
import { StaleNotice } from '#components/ui/stale-notice.tsx';
import { userOfPage } from '#server/auth/require.ts';
import { Rooms } from '../../../i18n/rooms.tsx';

export async function generateMetadata() {
  return { title: `${(await getTranslations('contacts'))('title')} · Posthorn` };
}

export default async function Contacts({ params }: { params: Promise<{ id?: string[] }> }) {
  const id = (await params).id?.[0];
  const user = await userOfPage(id ? `/contacts/${encodeURIComponent(id)}` : '/contacts');
  const t = await getTranslations('contacts');
  const ui = await getTranslations('ui');
  return (
    <Rooms names={['ui', 'auth', 'contacts', 'compose', 'reading']}>
      <div className="grid h-dvh grid-rows-[56px_minmax(0,1fr)] overflow-hidden bg-bg">
        <header className="flex items-center gap-3 px-4">
          <Link
            href="/mail/inbox"
            aria-label={ui('backToMail')}
            title={ui('backToMail')}
            className="grid size-9 place-items-center rounded-control text-fg-2 hover:bg-hover hover:text-fg"
          >
            <ArrowLeft size={20} strokeWidth={1.75} className="rtl:-scale-x-100" aria-hidden />
          </Link>
          <h1 className="text-[17px] font-semibold tracking-[-.02em]">{t('title')}</h1>
          <span className="ms-auto flex items-center gap-1">
            <AccountCorner login={user.login} />
          </span>
        </header>
        <main className="flex min-h-0 flex-col border-t border-border bg-surface">
          <StaleNotice />
          <ContactsPage />
        </main>
      </div>
    </Rooms>
  );
}
