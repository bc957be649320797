'use client';
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { setMail } from '#client/mail/mail-store.ts';

/** A modal sheet over the mail; Escape and a click beside it close it, the focus goes back. */
export function Sheet({ title, wide = false, children }: { title: string; wide?: boolean; children: ReactNode }) {
  return (
    <Dialog.Root open onOpenChange={(open) => !open && setMail({ panel: null })}>
      <Dialog.Portal>
        <Dialog.Backdrop className="fixed inset-0 z-50 bg-scrim" />
        <Dialog.Popup
          className={`fixed start-1/2 top-[12vh] z-50 max-h-[76vh] ${wide ? 'w-[min(900px,92vw)]' : 'w-[min(560px,92vw)]'} -translate-x-1/2 overflow-y-auto rounded-dialog border border-border bg-raised p-5 shadow-dialog rtl:translate-x-1/2`}
        >
          <div className="mb-3 flex items-center">
            <Dialog.Title className="text-[16px] leading-6 font-semibold">{title}</Dialog.Title>
            <Dialog.Close aria-label="Close" className="ms-auto grid size-8 place-items-center rounded-control text-fg-2 hover:bg-hover">
              <X size={18} aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
