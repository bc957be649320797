'use client';
import { Download } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { wordsOf } from '#client/i18n/words-of.ts';
import { callMail } from '#client/mail/call.ts';
import { loadSource, type Source } from '#client/reading/load-source.ts';
import { fileNameOf, saveBlob } from '#client/reading/files/save-file.ts';

/** The header as a table, the way the message came, and all of it as text. */
export function SourcePage({ emailId }: { emailId: string }) {
  const t = useTranslations('reading');
  const [source, setSource] = useState<Source | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let gone = false;
    loadSource(callMail, emailId).then(
      (loaded) => gone || setSource(loaded),
      (error: unknown) => gone || setProblem(wordsOf(error)),
    );
    return () => {
      gone = true;
    };
  }, [emailId]);
  if (problem) return <p role="alert">{problem}</p>;
  if (!source) return <main className="p-6" role="status" aria-label={t('loading')} />;
  return (
    <main className="mx-auto grid max-w-240 grid-cols-[minmax(0,1fr)] gap-5 bg-bg p-6 text-fg max-sm:p-4">
      <header className="flex flex-wrap items-center gap-2">
        <h1 className="me-auto text-[20px] leading-7 font-semibold wrap-anywhere" dir="auto">
          {source.subject || t('noSubject')}
        </h1>
        <CopyButton text={source.text} name={t('copySource')} />
        <Button onClick={() => void saveBlob(source.blobId, 'message/rfc822', `${fileNameOf(source.subject)}.eml`)}>
          <Download size={16} strokeWidth={1.75} aria-hidden />
          {t('menu.download')}
        </Button>
      </header>
      <section className="overflow-hidden rounded-card border border-border bg-surface" aria-labelledby="fields">
        <h2 id="fields" className="border-b border-border px-4 py-3 text-[14px] font-semibold">
          {t('headers')}
        </h2>
        <dl className="grid grid-cols-[minmax(7rem,auto)_minmax(0,1fr)] gap-x-4 gap-y-1 p-4 text-[12px] leading-5 max-sm:grid-cols-[minmax(0,1fr)]">
          {source.fields.map(({ name, value }, index) => (
            <div key={index} className="contents">
              <dt className="font-medium text-fg-2">{name}</dt>
              <dd className="font-mono wrap-anywhere" dir="auto">
                {value.trim()}
              </dd>
            </div>
          ))}
        </dl>
      </section>
      <section className="overflow-hidden rounded-card border border-border bg-surface" aria-labelledby="source">
        <h2 id="source" className="border-b border-border px-4 py-3 text-[14px] font-semibold">
          {t('source')}
        </h2>
        <pre tabIndex={0} className="overflow-auto p-4 font-mono text-[12px] leading-4.5 whitespace-pre-wrap wrap-anywhere" dir="ltr">
          {source.text}
        </pre>
        {source.isCut && <p className="border-t border-border p-4 text-[13px] text-fg-2">{t('sourceCut')}</p>}
      </section>
    </main>
  );
}
