'use client';
/** The address of a link: of the one under the cursor, or for the text that is selected. */
import type Squire from 'squire-rte';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { EditorBar } from './editor-bar.tsx';

export function LinkBar({ squire, onDone }: { squire: Squire; onDone: () => void }) {
  const t = useTranslations('compose');
  const [range] = useState(() => squire.getSelection()); // the field below takes the focus, and with it the selection
  const [isLink] = useState(() => squire.hasFormat('A'));
  const [address, setAddress] = useState(() => startOf(squire));
  const complete = completed(address);
  function apply(): void {
    if (!complete) return;
    squire.setSelection(range);
    squire.makeLink(complete);
    onDone();
  }
  return (
    <EditorBar label={t('linkAddress')} value={address} inputMode="url" onChange={setAddress} onEnter={apply} onEscape={onDone}>
      <Button size="sm" disabled={!complete} onClick={apply}>
        {t('apply')}
      </Button>
      {isLink && (
        <Button
          size="sm"
          variant="ghost"
          onClick={() => {
            squire.setSelection(range);
            squire.removeLink();
            onDone();
          }}
        >
          {t('removeLink')}
        </Button>
      )}
    </EditorBar>
  );
}

function startOf(squire: Squire): string {
  const at = squire.getSelection().commonAncestorContainer;
  const link = (at instanceof Element ? at : at.parentElement)?.closest('a')?.getAttribute('href');
  const selected = squire.getSelectedText().trim();
  return link ?? (/^(https?:|mailto:|www\.)/i.test(selected) ? selected : 'https://');
}

/** Null when it is no address yet; without a scheme it is one of the web, or of a person. */
function completed(text: string): string | null {
  const address = text.trim();
  if (/^https?:\/\/[^\s/.]+\S*$/i.test(address) || /^(mailto|tel):\S+$/i.test(address)) return address;
  if (/^[^\s@:/]+@[^\s@:/]+\.[^\s@:/]+$/.test(address)) return `mailto:${address}`;
  return /^[\w-]+(\.[\w-]+)+(\/\S*)?$/.test(address) ? `https://${address}` : null;
}
