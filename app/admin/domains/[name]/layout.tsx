import { getTranslations } from 'next-intl/server';
import type { ReactNode } from 'react';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { Tabs } from '#components/admin/tabs.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { domainKeys, domainList } from '#server/admin/operations/domains.ts';
import { ask } from '#server/admin/page.ts';

export default async function DomainLayout({ children, params }: { children: ReactNode; params: Promise<{ name: string }> }) {
  const name = decodeURIComponent((await params).name);
  await ask(domainKeys, { name }); // one that is not there, or not the caller's, is not found
  const t = await getTranslations('admin.domain');
  const { items } = await ask(domainList, {});
  const path = `/admin/domains/${encodeURIComponent(name)}`;
  const addresses = items.find((domain) => domain.name === name)?.addresses ?? 0;
  return (
    <PageBody>
      <Breadcrumb href="/admin/domains" name={(await getTranslations('admin.domains'))('title')} />
      <PageHead title={<span dir="ltr">{name}</span>} />
      <Tabs
        label={t('parts')}
        items={[
          { href: path, name: t('dns') },
          { href: `${path}/keys`, name: t('keys') },
          { href: `${path}/addresses`, name: t('addresses'), note: String(addresses) },
          { href: `${path}/signup`, name: t('signup') },
        ]}
      />
      {children}
    </PageBody>
  );
}
