import { getTranslations } from 'next-intl/server';
import Link from 'next/link';
import { Card, Section } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { accountList } from '#server/admin/operations/accounts.ts';
import { aliasList } from '#server/admin/operations/aliases.ts';
import { domainList } from '#server/admin/operations/domains.ts';
import { groupList } from '#server/admin/operations/groups.ts';
import { queueList } from '#server/admin/operations/queue.ts';
import { ask } from '#server/admin/page.ts';

const most = 20;

export default async function Find({ searchParams }: { searchParams: Promise<{ q?: string | string[] }> }) {
  const { q } = await searchParams;
  const search = typeof q === 'string' ? q.trim() : '';
  const [accounts, aliases, groups, domains, queue] = await Promise.all([
    ask(accountList, { search, limit: most }),
    ask(aliasList, { search }),
    ask(groupList, { search }),
    ask(domainList, {}),
    ask(queueList, { search, limit: most }),
  ]);
  const t = await getTranslations('admin.find');
  const n = await getTranslations('admin.nav');
  const at = (path: string, name: string) => `/admin/${path}/${encodeURIComponent(name)}`;
  const kinds = [
    {
      name: n('accounts'),
      hits: accounts.items.map(({ email, display }) => ({ name: email, note: display, href: at('accounts', email) })),
    },
    {
      name: n('domains'),
      hits: domains.items
        .filter(({ name }) => name.includes(search.toLowerCase()))
        .map(({ name }) => ({ name, note: '', href: at('domains', name) })),
    },
    {
      name: n('aliases'),
      hits: [
        ...groups.items.slice(0, most).map(({ address, name }) => ({ name: address, note: name, href: at('groups', address) })),
        ...aliases.items.slice(0, most).map(({ address, targets }) => ({
          ...{ name: address, note: targets.join(', ') },
          href: `/admin/aliases?${new URLSearchParams({ q: address })}`,
        })),
      ],
    },
    {
      name: n('queue'),
      hits: queue.items.map(({ id, recipient, said }) => ({ name: recipient, note: said, href: at('queue', String(id)) })),
    },
  ].filter(({ hits }) => hits.length > 0);
  return (
    <PageBody>
      <PageHead title={search ? t('found', { search }) : t('label')} />
      {kinds.length === 0 && <p className="text-fg-2">{t('nothing')}</p>}
      {kinds.map(({ name, hits }) => (
        <Section key={name} title={name}>
          <Card className="overflow-hidden">
            <ul>
              {hits.map((hit, index) => (
                <li key={index} className="border-t border-hairline first:border-t-0">
                  <Link href={hit.href} className="flex min-h-11 flex-wrap items-center gap-x-3 px-4 py-2 text-fg hover:bg-hover">
                    <b className="font-medium" dir="ltr">
                      {hit.name}
                    </b>
                    <span className="min-w-0 truncate text-[13px] text-fg-3" dir="auto">
                      {hit.note}
                    </span>
                  </Link>
                </li>
              ))}
            </ul>
          </Card>
        </Section>
      ))}
    </PageBody>
  );
}
