'use client';
/** The original under an answer, folded. It is shown in a frame that can neither run scripts nor load anything, and is sent as it came. */
import { Ellipsis, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useMemo, useState } from 'react';
import { quoteDocument } from '#client/compose/text/editor-html.ts';
import { IconButton } from '#components/ui/icon-button.tsx';

export function QuotedOriginal({ quote, openAtStart, onRemove }: { quote: string; openAtStart: boolean; onRemove: () => void }) {
  const t = useTranslations('compose');
  const [open, setOpen] = useState(openAtStart);
  const shown = useMemo(() => (open && quote !== '' ? quoteDocument(quote) : ''), [open, quote]);
  if (quote === '') return null;
  return (
    <div className="mt-3 flex-none">
      <div className="flex items-center gap-1">
        <button
          type="button"
          aria-expanded={open}
          aria-label={t('quoted')}
          onClick={() => setOpen(!open)}
          className="grid h-6 w-9 place-items-center rounded-control bg-hover text-fg-2 hover:text-fg"
        >
          <Ellipsis size={16} aria-hidden />
        </button>
        {open && (
          <IconButton label={t('removeQuoted')} size="sm" onClick={onRemove}>
            <Trash2 size={16} aria-hidden />
          </IconButton>
        )}
      </div>
      {open && (
        <iframe
          title={t('quoted')}
          sandbox=""
          srcDoc={shown}
          className="mt-2 h-64 w-full p-3 rounded-control border border-hairline bg-white [color-scheme:light]"
        />
      )}
    </div>
  );
}
