'use client';
import { useTranslations } from 'next-intl';
import { Button, buttonLook } from '#components/ui/button.tsx';
import { ReadingDialog } from './reading-dialog.tsx';

export interface AskedLink {
  href: string;
  /** What the message shows for it. */
  text: string;
}

/** Before a link is followed that says something else than it does, or that stands in a message which is likely forged. */
export function LinkDialog({ link, isForged, onClose }: { link: AskedLink; isForged: boolean; onClose: () => void }) {
  const t = useTranslations('reading');
  return (
    <ReadingDialog title={t('linkTitle')} size="small" onClose={onClose}>
      <p className="text-[14px] leading-5.5">{isForged ? t('linkForged') : t('linkDiffers', { text: link.text.trim() })}</p>
      <p className="my-3 rounded-control bg-hover px-3 py-2 text-[14px] leading-5.5">
        <b className="block font-semibold" dir="ltr">
          {new URL(link.href).host}
        </b>
        <span className="block text-[12px] leading-4 wrap-anywhere text-fg-2" dir="ltr">
          {link.href.slice(0, 500)}
        </span>
      </p>
      <div className="flex justify-end gap-2">
        <Button variant="ghost" onClick={onClose}>
          {t('stay')}
        </Button>
        <a
          className={buttonLook('secondary')}
          href={link.href}
          target="_blank"
          rel="noopener noreferrer"
          referrerPolicy="no-referrer"
          onClick={onClose}
        >
          {t('openLink')}
        </a>
      </div>
    </ReadingDialog>
  );
}
