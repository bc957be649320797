import { getLocale, getTranslations } from 'next-intl/server';
import { notFound } from 'next/navigation';
import { Breadcrumb } from '#components/admin/breadcrumb.tsx';
import { FactList } from '#components/admin/fact-list.tsx';
import { adminFormat } from '#components/admin/format.ts';
import { Card } from '#components/ui/card.tsx';
import { PageBody, PageHead } from '#components/ui/page-frame.tsx';
import { mailRead } from '#server/admin/operations/read-mail.ts';
import { ask } from '#server/admin/page.ts';

/** One message as text: nothing of it is run or fetched, and nothing changes by looking. */
export default async function LetterOf({ params }: { params: Promise<{ email: string; id: string }> }) {
  const { email: encoded, id } = await params;
  const email = decodeURIComponent(encoded);
  const letter = await ask(mailRead, { email, id: /^\d{1,15}$/.test(id) ? Number(id) : notFound() });
  const t = await getTranslations('admin.access');
  const format = adminFormat(await getLocale());
  const facts = [
    { name: t('from'), value: letter.from },
    { name: t('to'), value: letter.to },
    { name: t('cc'), value: letter.cc },
    { name: t('received'), value: format.time(letter.at) },
    { name: t('in'), value: letter.mailboxes.join(', ') },
    { name: t('attachments'), value: letter.attachments.map(({ name, size }) => `${name} (${format.bytes(size)})`).join(', ') },
  ];
  return (
    <PageBody>
      <Breadcrumb href={`/admin/accounts/${encodeURIComponent(email)}/mail`} name={t('mailOf', { email })} />
      <PageHead title={<span dir="auto">{letter.subject || t('noSubject')}</span>} />
      <Card>
        <FactList facts={facts} dir="auto" className="border-b border-border" />
        <pre className="p-4 font-sans text-[14px] leading-5.5 break-words whitespace-pre-wrap" dir="auto">
          {letter.text}
        </pre>
      </Card>
    </PageBody>
  );
}
