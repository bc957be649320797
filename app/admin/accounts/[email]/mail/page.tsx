import { Paperclip } from 'lucide-react';
import { getLocale, getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { EyesNotice } from '#components/admin/accounts/eyes-notice.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { MoreLink } from '#components/admin/more-link.tsx';
import { SearchBar } from '#components/admin/search-bar.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { TableCard } from '#components/ui/table-card.tsx';
import { accessList } from '#server/admin/operations/mail-access.ts';
import { mailList, mailMailboxes } from '#server/admin/operations/read-mail.ts';
import { ask, callerOfPage } from '#server/admin/page.ts';

type Query = Partial<Record<'mailbox' | 'q' | 'position', string | string[]>>;
const pageSize = 50;
const numberOf = (text: string | string[] | undefined) => (typeof text === 'string' && /^\d{1,15}$/.test(text) ? Number(text) : undefined);

/** Unread mail stands out by its weight, as in the owner's list. */
const weight = ({ isSeen }: { isSeen: boolean }) => (isSeen ? '' : 'font-semibold');

/** Somebody's mailbox, to be read alone, under leave that holds now. */
export default async function MailOf({ params, searchParams }: { params: Promise<{ email: string }>; searchParams: Promise<Query> }) {
  const caller = await callerOfPage();
  const email = decodeURIComponent((await params).email);
  const query = await searchParams;
  const text = typeof query.q === 'string' ? query.q : '';
  const position = numberOf(query.position) ?? 0;
  const { items: mailboxes } = await ask(mailMailboxes, { email });
  const { items: granted } = await ask(accessList, { email });
  const mailbox = numberOf(query.mailbox) ?? mailboxes.find(({ role }) => role === 'inbox')?.id ?? mailboxes[0]?.id ?? 0;
  const { items, total } = await ask(mailList, { email, mailbox, position, limit: pageSize, ...(text && { search: text }) });
  const t = await getTranslations('admin.access');
  const format = adminFormat(await getLocale());
  const base = `/admin/accounts/${encodeURIComponent(email)}`;
  const address = (more: Record<string, string | number>) =>
    `${base}/mail?${new URLSearchParams({ mailbox: String(mailbox), ...(text && { q: text }), ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, String(value)])) })}`;
  const access = granted.find(({ isLive, by }) => isLive && by === caller.name);
  return (
    <PageBody wide>
      <Breadcrumb href={base} name={email} />
      <PageHead title={t('mailOf', { email })} />
      {access && <EyesNotice email={email} id={access.id} until={format.time(access.expiresAt)} />}
      <div className="grid grid-cols-[200px_minmax(0,1fr)] items-start gap-4 max-md:grid-cols-1">
        <nav aria-label={t('mailboxes')}>
          <ul className="grid gap-0.5 max-md:flex max-md:flex-wrap">
            {mailboxes.map(({ id, name, messages }) => (
              <li key={id}>
                <Link
                  href={address({ mailbox: id, position: 0 })}
                  aria-current={id === mailbox ? 'page' : undefined}
                  className={`flex h-9 items-center gap-3 rounded-control px-3 text-[13px] ${id === mailbox ? 'bg-hover font-medium text-fg' : 'text-fg-2 hover:bg-hover'}`}
                >
                  <span className="min-w-0 flex-1 truncate" dir="auto">
                    {name}
                  </span>
                  <span className="text-[12px] text-fg-3 tabular-nums">{format.count(messages)}</span>
                </Link>
              </li>
            ))}
          </ul>
        </nav>
        <div className="min-w-0">
          <SearchBar label={t('search')} value={text}>
            <input type="hidden" name="mailbox" value={mailbox} />
          </SearchBar>
          <TableCard
            label={t('messages')}
            rows={items}
            keyOf={({ id }) => id}
            empty={t('none')}
            columns={[
              {
                name: t('from'),
                className: (one) => `max-w-56 truncate ${weight(one)}`,
                cell: ({ from }) => <span dir="auto">{from}</span>,
              },
              {
                name: t('subject'),
                className: 'max-w-100 truncate',
                cell: (one) => (
                  <>
                    <Link href={`${base}/mail/${one.id}`} className={`text-fg hover:underline ${weight(one)}`} dir="auto">
                      {one.subject || t('noSubject')}
                    </Link>
                    {one.hasAttachment && <Paperclip size={14} className="ms-2 inline text-fg-3" aria-label={t('attachment')} />}
                  </>
                ),
              },
              { name: t('received'), end: true, cell: ({ at }) => format.time(at) },
            ]}
          />
          {position + items.length < total && <MoreLink href={address({ position: position + pageSize })} name={t('older')} />}
        </div>
      </div>
    </PageBody>
  );
}
