'use client';
/** Two lists of addresses and domains: whose mail is junk, and whose pictures are shown without asking. */
import { useTranslations } from 'next-intl';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useLoaded } from '#client/hooks/use-loaded.ts';
import { wordsOf } from '#client/i18n/words-of.ts';
import { loadSenders, readSenders, setBlocked, setPictures } from '#client/settings/senders.ts';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { Card, Section } from '#components/ui/card.tsx';
import { IconButton } from '#components/ui/icon-button.tsx';
import { LoadState } from '#components/ui/load-state.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { TextField } from '#components/ui/form/text-field.tsx';

export function SendersPage() {
  const t = useTranslations('settings.senders');
  const { value, problem, reload } = useLoaded(loadSenders);
  if (!value) return <LoadState problem={problem} onRetry={() => void reload()} />;
  return (
    <>
      <Section title={t('blocked')} about={t('blockedAbout')}>
        {!value.isActive && value.blocked.length > 0 && (
          <Card className="mb-4 flex flex-wrap items-center gap-3 bg-warning-soft p-4">
            <p className="min-w-0 flex-1 basis-64 text-[13px] leading-5">{t('notApplied')}</p>
            <a className={buttonLook('secondary', 'sm')} href="/settings/rules">
              {t('toRules')}
            </a>
          </Card>
        )}
        <AddressList
          label={t('blocked')}
          empty={t('noBlocked')}
          list={value.blocked}
          onChange={async (next) => {
            await setBlocked(value.blocked, next);
            await reload();
          }}
        />
      </Section>
      <Section title={t('pictures')} about={t('picturesAbout')}>
        <AddressList
          label={t('pictures')}
          empty={t('noPictures')}
          list={value.pictures}
          onChange={async (next) => {
            await setPictures(next);
            await reload();
          }}
        />
      </Section>
    </>
  );
}

interface ListProps {
  label: string;
  empty: string;
  list: string[];
  onChange: (next: string[]) => Promise<void>;
}

function AddressList({ label, empty, list, onChange }: ListProps) {
  const t = useTranslations('settings.senders');
  const ui = useTranslations('ui');
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false); // one change after the other: each is of the list that is shown
  const change = async (next: string[]) => {
    setProblem(null);
    setBusy(true);
    try {
      await onChange(next);
      return true;
    } catch (error) {
      setProblem(wordsOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  async function add(): Promise<void> {
    const more = readSenders(text);
    if (!more) return setProblem(t('neither'));
    if (more.length > 0 && (await change([...new Set([...list, ...more])]))) setText('');
    return undefined;
  }
  return (
    <Card>
      <form
        className="flex flex-wrap items-end gap-2 p-4"
        onSubmit={(event) => {
          event.preventDefault();
          void add();
        }}
      >
        <TextField
          label={t('add')}
          value={text}
          placeholder="name@example.com, example.org"
          dir="ltr"
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          className="min-w-0 flex-1 basis-60"
        />
        <Button type="submit" disabled={busy}>
          {ui('add')}
        </Button>
      </form>
      <div className="px-4 pb-3 empty:hidden">
        <Notice state={{ ok: false, message: problem }} />
      </div>
      {list.length === 0 ? (
        <p className="border-t border-hairline px-4 py-8 text-center text-fg-3">{empty}</p>
      ) : (
        <ul aria-label={label} className="max-h-96 overflow-y-auto border-t border-hairline" tabIndex={0}>
          {list.map((one) => (
            <li key={one} className="flex h-10 items-center border-t border-hairline ps-4 pe-2 text-[13px] first:border-t-0">
              <bdi dir="ltr" className="min-w-0 flex-1 truncate">
                {one.startsWith('@') ? t('everyoneAt', { domain: one.slice(1) }) : one}
              </bdi>
              <IconButton
                label={ui('removeOne', { name: one })}
                disabled={busy}
                onClick={() => void change(list.filter((other) => other !== one))}
              >
                <X size={16} aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
