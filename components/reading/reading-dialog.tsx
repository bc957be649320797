'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';

const sizes = { normal: 'w-[min(560px,92vw)]', wide: 'w-[min(960px,94vw)]', small: 'w-[min(440px,92vw)]' };

/** A modal sheet of the reading view; Escape and a click beside it close it, the focus goes back. */
export function ReadingDialog({
  title,
  size = 'normal',
  onClose,
  actions,
  children,
}: {
  title: string;
  size?: keyof typeof sizes;
  onClose: () => void;
  actions?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations('reading');
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          className={`fixed start-1/2 top-[max(4vh,16px)] z-50 flex max-h-[min(92vh,92dvh)] ${sizes[size]} -translate-x-1/2 flex-col rounded-dialog border border-border bg-raised shadow-dialog rtl:translate-x-1/2`}
        >
          <div className="flex flex-none items-center gap-2 p-4 pb-2 ps-5">
            <Dialog.Title className="me-auto min-w-0 truncate text-[16px] leading-6 font-semibold" dir="auto">
              {title}
            </Dialog.Title>
            {actions}
            <Dialog.Close
              aria-label={t('close')}
              className="grid size-8 flex-none place-items-center rounded-control text-fg-2 hover:bg-hover max-sm:size-11"
            >
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          <div className="min-h-0 flex-1 overflow-y-auto px-5 pb-5">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
