'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFocusReturn } from '#client/hooks/use-focus-return.ts';
import { closePanel } from '#client/mail/acts/panels.ts';

interface Props {
  title: string;
  wide?: boolean;
  children: ReactNode;
  onClose?: () => void;
}

/** A modal sheet over the mail; Escape and a click beside it close it, the focus goes back. */
export function Sheet({ title, wide = false, children, onClose = closePanel }: Props) {
  const t = useTranslations('ui');
  useFocusReturn();
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          className={`fixed inset-x-0 top-[12vh] z-50 mx-auto flex max-h-[76dvh] ${wide ? 'w-[min(860px,94vw)]' : 'w-[min(480px,94vw)]'} flex-col rounded-dialog border border-border bg-raised shadow-dialog`}
        >
          <div className="flex flex-none items-center ps-5 pe-3 pt-3.5 pb-1">
            <Dialog.Title className="text-[16px] leading-6 font-semibold">{title}</Dialog.Title>
            <Dialog.Close
              aria-label={t('close')}
              className="ms-auto grid size-8 place-items-center rounded-control text-fg-2 hover:bg-hover"
            >
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          <div className="min-h-0 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
