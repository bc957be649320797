'use client';
import { ImageOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { DOMPurify } from 'dompurify';
import { useMemo, useState } from 'react';
import { ahead } from '#components/ui/ahead.tsx';
import { usePictures } from '#client/hooks/use-pictures.ts';
import { usePurifier } from '#client/hooks/use-purifier.ts';
import { saveSettings } from '#client/mail/mailboxes/load-mailboxes.ts';
import { useMail } from '#client/mail/mail-store.ts';
import { showProblem } from '#client/mail/activity.ts';
import { plainTextHtml } from '#client/reading/html/plain-text-html.ts';
import type { Readable } from '#client/reading/files/readable.ts';
import { sanitiseMessage } from '#client/reading/html/sanitise.ts';
import type { AskedLink } from './link-dialog.tsx';
import { MessageFrame } from './message-frame.tsx';

const LinkDialog = ahead(() => import('./link-dialog.tsx').then((one) => one.LinkDialog));

interface Props {
  message: Readable;
  /** DMARC has passed: a permission for this sender counts. */
  isAligned: boolean;
  /** Likely forged: links ask first. */
  isForged: boolean;
  /** Null: light where the sender gave colours. */
  light: boolean | null;
  unfold?: boolean;
  onShown?: () => void;
}

/** The message's text, safe to be shown; remote pictures wait for the reader's word. */
export function MessageBody({ message, isAligned, isForged, light, unfold = false, onShown }: Props) {
  const t = useTranslations('reading');
  const senders = useMail((state) => state.settings.pictureSenders);
  const purify = usePurifier();
  const [once, setOnce] = useState(false);
  const [asked, setAsked] = useState<AskedLink | null>(null);
  const address = (message.from[0]?.email ?? '').toLowerCase();
  const domain = address.slice(address.lastIndexOf('@'));
  const isKnown = isAligned && address !== '' && (senders.includes(address) || senders.includes(domain));
  const { html, pictures, blocked, designed, isPlain, isTruncated } = useMemo(() => bodyOf(message, purify), [message, purify]);
  const isRemote = useMemo(() => [...pictures.values()].some((one) => /^https?:/i.test(one)), [pictures]);
  const shown = usePictures(message.parts, pictures, once || isKnown);
  const always = (sender: string) => {
    setOnce(true);
    saveSettings({ pictureSenders: [...senders.filter((one) => one !== sender), sender] }).catch(showProblem);
  };
  const choice = 'min-h-6 font-semibold text-accent hover:underline';
  return (
    <>
      {isRemote && !once && !isKnown && (
        <div className="mb-3 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 rounded-control bg-hover px-3 py-1.5 text-[13px] print:hidden">
          <ImageOff size={16} strokeWidth={1.75} className="text-fg-2" aria-hidden />
          <span className="me-auto text-fg-2">{t('picturesBlocked')}</span>
          <button type="button" data-pictures="once" className={choice} onClick={() => setOnce(true)}>
            {t('showOnce')}
          </button>
          {isAligned && (
            <>
              <button type="button" className={choice} onClick={() => always(address)}>
                {t('alwaysForSender')}
              </button>
              <button type="button" className={choice} onClick={() => always(domain)}>
                {t('alwaysForDomain', { domain: domain.slice(1) })}
              </button>
            </>
          )}
        </div>
      )}
      <MessageFrame
        html={purify ? html : null}
        pictures={shown}
        light={light ?? designed}
        isPlain={isPlain}
        asks={isForged}
        unfold={unfold}
        title={t('frameTitle', { subject: message.subject })}
        onLink={(href, text) => setAsked({ href, text })}
        onShown={onShown}
      />
      {isTruncated && <p className="mt-2 text-[13px] text-fg-3">{t('truncated')}</p>}
      {blocked > 0 && once && <p className="mt-2 text-[12px] text-fg-3">{t('stylesLeftOut')}</p>}
      {asked && <LinkDialog link={asked} isForged={isForged} onClose={() => setAsked(null)} />}
    </>
  );
}

function bodyOf({ texts }: Readable, purify: DOMPurify | null) {
  const isPlain = !texts.some(({ isHtml }) => isHtml);
  const whole = { html: '', pictures: new Map<string, string>(), blocked: 0, designed: false, isPlain, isTruncated: false };
  if (!purify) return whole;
  for (const { isHtml, text, isTruncated } of texts) {
    whole.isTruncated ||= isTruncated;
    if (!isHtml) {
      whole.html += plainTextHtml(text);
      continue;
    }
    const safe = sanitiseMessage(purify, text, whole.pictures.size);
    whole.html += safe.html;
    for (const [number, address] of safe.pictures) whole.pictures.set(number, address);
    whole.blocked += safe.blocked;
    whole.designed ||= safe.designed;
  }
  return whole;
}
