'use client';
/** Beside the form of a rule: which of the newest messages it would have matched, or the script that it becomes. */
import { useFormatter, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import { senderOf } from '#client/mail/types.ts';
import { previewRule, type Preview } from '#client/settings/rules.ts';
import type { Rule } from '#lib/sieve/rules/model.ts';
import { rulesToSieve } from '#lib/sieve/rules/rules-to-sieve.ts';
import { Avatar } from '#components/ui/avatar.tsx';

export function RulePreview({ rule }: { rule: Rule }) {
  const t = useTranslations('settings.rules');
  const format = useFormatter();
  const [tab, setTab] = useState<'messages' | 'sieve'>('messages');
  const [found, setFound] = useState<{ preview: Preview | null; problem: string | null }>({ preview: null, problem: null });
  const { match, conditions } = rule;
  const isComplete = conditions.every((one) => !('value' in one) || (one.value !== '' && (one.field !== 'header' || one.header !== '')));
  const question = isComplete ? JSON.stringify({ match, conditions }) : null;
  useEffect(() => {
    if (question === null) return undefined;
    let late = false;
    const timer = setTimeout(() => {
      previewRule(JSON.parse(question) as Pick<Rule, 'match' | 'conditions'>).then(
        (preview) => late || setFound({ preview, problem: null }),
        (error: unknown) => late || setFound({ preview: null, problem: wordsOf(error) }),
      );
    }, 250);
    return () => {
      late = true;
      clearTimeout(timer);
    };
  }, [question]);
  const { preview, problem } = found;
  return (
    <aside aria-label={t('preview')} className="overflow-hidden rounded-card border border-border bg-surface">
      <div className="flex h-12 items-center border-b border-border ps-4 pe-2">
        <h2 className="flex-1 font-semibold">{t('preview')}</h2>
        <div role="radiogroup" aria-label={t('show')} className="inline-flex gap-0.5 rounded-lg bg-hover p-0.5">
          {(['messages', 'sieve'] as const).map((one) => (
            <label
              key={one}
              className="relative h-7 rounded-control px-3 text-[13px] leading-7 font-medium text-fg-2 has-checked:bg-surface has-checked:text-fg has-checked:shadow-[0_0_0_1px_var(--border)] has-focus-visible:outline-2 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="preview"
                checked={tab === one}
                onChange={() => setTab(one)}
                className="absolute inset-0 opacity-0"
              />
              {t(`tabs.${one}`)}
            </label>
          ))}
        </div>
      </div>
      {tab === 'sieve' ? (
        <pre tabIndex={0} dir="ltr" className="overflow-x-auto p-4 font-mono text-[12px] leading-5">
          {rulesToSieve({ rules: [{ ...rule, name: rule.name || t('unnamed') }], blocked: [] })}
        </pre>
      ) : (
        <>
          <p role="status" className="px-4 py-3">
            {problem ? (
              <span className="text-danger">{problem}</span>
            ) : question === null ? (
              <span className="text-fg-2">{t('incomplete')}</span>
            ) : preview ? (
              <>
                <b className="text-[24px] leading-8 font-semibold tabular-nums">{format.number(preview.matched)}</b>{' '}
                <span className="text-fg-2">{t('match', { count: preview.matched })}</span>
                <span className="block text-[12px] leading-4 text-fg-3">
                  {t('examined', { examined: preview.examined, unread: preview.unread })}
                </span>
              </>
            ) : (
              <span className="late text-fg-3">{t('looking')}</span>
            )}
          </p>
          {question !== null && preview && preview.emails.length > 0 && (
            <ul aria-label={t('matching')} className="border-t border-hairline">
              {preview.emails.map((email) => {
                const { name, email: address } = senderOf(email);
                const unread = !email.keywords.$seen;
                return (
                  <li
                    key={email.id}
                    className={`flex gap-3 border-t border-hairline px-4 py-2.5 first:border-t-0 ${unread ? 'font-semibold' : ''}`}
                  >
                    <Avatar name={name ?? address} email={address} size={36} />
                    <span className="min-w-0 flex-1 text-[13px] leading-5">
                      <span className="flex gap-2">
                        <bdi className="min-w-0 flex-1 truncate font-medium">{name ?? address}</bdi>
                        <span className="text-[12px] text-fg-3">
                          {format.dateTime(new Date(email.receivedAt), { day: 'numeric', month: 'short' })}
                        </span>
                      </span>
                      <span dir="auto" className="block truncate">
                        {email.subject || t('noSubject')}
                      </span>
                      <span dir="auto" className="block truncate font-normal text-fg-3">
                        {email.preview}
                      </span>
                    </span>
                  </li>
                );
              })}
            </ul>
          )}
        </>
      )}
    </aside>
  );
}
