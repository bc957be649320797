'use client';
/** A dialog of the platform: the focus stays in it and goes back after it, Escape closes it. Mounted is open. */
import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type ReactNode } from 'react';
import { IconButton } from './icon-button.tsx';

interface Props {
  title: string;
  wide?: boolean;
  onClose: () => void;
  children: ReactNode;
  /** Buttons at the end. */
  foot?: ReactNode;
}

export function Modal({ title, wide = false, onClose, children, foot }: Props) {
  const t = useTranslations('ui');
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (element && !element.open) element.showModal();
    return () => element?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      aria-label={title}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()} // closes this alone
      className={`m-auto max-h-[calc(100dvh-32px)] rounded-dialog border border-border bg-raised p-0 text-start text-[14px] leading-5.5 whitespace-normal text-fg shadow-dialog backdrop:bg-scrim ${wide ? 'w-[min(720px,calc(100vw-24px))]' : 'w-[min(480px,calc(100vw-24px))]'}`}
    >
      <div className="flex max-h-[calc(100dvh-34px)] flex-col">
        <header className="flex min-h-13 flex-none items-center border-b border-border ps-5 pe-2.5">
          <h2 className="min-w-0 flex-1 py-3 text-[16px] leading-6 font-semibold text-balance break-words">{title}</h2>
          <IconButton label={t('close')} onClick={onClose}>
            <X size={18} aria-hidden />
          </IconButton>
        </header>
        <div className="min-h-0 flex-1 overflow-y-auto p-5">{children}</div>
        {foot && <footer className="flex flex-none flex-wrap justify-end gap-2 border-t border-border px-5 py-3">{foot}</footer>}
      </div>
    </dialog>
  );
}
