'use client';
/** The templates, to be used or taken away. */
import { LayoutTemplate, Trash2, X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState, type RefObject } from 'react';
import { wordsOf } from '#client/i18n/words-of.ts';
import type { JmapConnection } from '#client/jmap/connection.ts';
import { deleteTemplate, listTemplates, type Template } from '#client/compose/text/templates.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

interface Props {
  dialog: RefObject<HTMLDialogElement | null>;
  connection: JmapConnection;
  onPick: (emailId: string) => void;
}

export function TemplatePicker({ dialog, connection, onPick }: Props) {
  const t = useTranslations('compose');
  const [templates, setTemplates] = useState<Template[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const failed = (error: unknown) => setProblem(wordsOf(error));
  function load(): void {
    setProblem(null);
    listTemplates(connection).then(setTemplates, failed);
  }
  return (
    <dialog
      ref={dialog}
      aria-label={t('templates')}
      onToggle={(event) => event.newState === 'open' && load()}
      onKeyDown={(event) => event.key === 'Escape' && event.stopPropagation()} // closes the dialog alone
      className="m-auto w-[min(480px,calc(100vw-32px))] rounded-dialog border border-border bg-raised p-0 text-fg shadow-dialog backdrop:bg-scrim"
    >
      <header className="flex h-13 items-center border-b border-border ps-5 pe-2.5">
        <h2 className="flex-1 text-[16px] leading-6 font-semibold">{t('templates')}</h2>
        <IconButton label={t('close')} onClick={() => dialog.current?.close()}>
          <X size={18} aria-hidden />
        </IconButton>
      </header>
      {problem && (
        <p role="alert" className="p-5 text-danger">
          {problem}
        </p>
      )}
      {templates?.length === 0 && <p className="px-5 py-8 text-center text-fg-3">{t('noTemplates')}</p>}
      <ul className="max-h-[60dvh] overflow-y-auto p-2">
        {templates?.map(({ emailId, subject, preview }) => (
          <li key={emailId} className="flex items-center gap-1 rounded-control hover:bg-hover">
            <button
              type="button"
              onClick={() => {
                dialog.current?.close();
                onPick(emailId);
              }}
              className="flex min-h-12 min-w-0 flex-1 items-center gap-3 px-3 text-start"
            >
              <LayoutTemplate size={18} strokeWidth={1.75} className="flex-none text-fg-2" aria-hidden />
              <span className="grid min-w-0">
                <b className="truncate text-[13px] leading-5 font-medium" dir="auto">
                  {subject || t('noSubject')}
                </b>
                <span className="truncate text-[12px] leading-4 text-fg-3" dir="auto">
                  {preview}
                </span>
              </span>
            </button>
            <IconButton
              label={t('removeOne', { name: subject || t('noSubject') })}
              onClick={() => void deleteTemplate(emailId).then(load, failed)}
            >
              <Trash2 size={16} aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
    </dialog>
  );
}
