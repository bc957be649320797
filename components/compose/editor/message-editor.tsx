'use client';
/** The text being written, and the tools to format it. */
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { fromEditor, toEditor } from '#client/compose/text/editor-html.ts';
import { FormatToolbar } from './format-toolbar.tsx';
import { LinkBar } from './link-bar.tsx';
import { PictureBar } from './picture-bar.tsx';
import { useSquire } from './use-squire.ts';

interface Props {
  /** What it is called; the message, when nothing is said. */
  label?: string;
  html: string;
  /** For the spelling checker: `auto`, `off`, or a language. */
  language?: string;
  autoFocus: boolean;
  toolsShown: boolean;
  urlOfCid: (cid: string) => string | null;
  onChange: (html: string) => void;
  /** Takes pictures that are to stand in the text; gives the cid of each. Without it the text holds none. */
  onPictures?: (files: File[]) => { cid: string | null; file: File }[];
  /** Scrolls with the text: the original that is answered. */
  below: React.ReactNode;
  /** Between the text and the tools: the files. */
  files: React.ReactNode;
}

export function MessageEditor({
  label,
  language = 'auto',
  html,
  autoFocus,
  toolsShown,
  urlOfCid,
  onChange,
  onPictures,
  below,
  files,
}: Props) {
  const t = useTranslations('compose');
  const root = useRef<HTMLDivElement>(null);
  const [linking, setLinking] = useState(false);
  const [picture, setPicture] = useState<HTMLImageElement | null>(null);
  const written = useRef(html);
  const tell = (next: string) => {
    written.current = next;
    onChange(next);
  };
  const { squire, formats } = useSquire(root, typeof document === 'undefined' ? '' : toEditor(html, urlOfCid), {
    onInput: (next) => tell(fromEditor(next)),
    onLink: () => setLinking(true),
  });

  function insertPictures(files: File[]): void {
    for (const { cid, file } of onPictures?.(files) ?? []) {
      if (!cid) continue;
      const image = squire?.insertImage(URL.createObjectURL(file), { 'data-cid': cid, alt: '' });
      if (image) setPicture(image); // asks what is to be read where it is not seen
    }
  }
  function take(event: React.SyntheticEvent, data: DataTransfer | null): void {
    const pictures = [...(data?.files ?? [])].filter((file) => file.type.startsWith('image/'));
    // A table copied from a spreadsheet carries a picture of itself too: then the HTML is what was meant.
    if (pictures.length === 0 || data?.types.includes('text/html')) return;
    event.preventDefault();
    event.stopPropagation();
    insertPictures(pictures);
  }
  const told = () => squire && tell(fromEditor(squire.getHTML()));
  // Text that somebody else has changed: the signature of another identity.
  useEffect(() => {
    if (!squire || written.current === html) return;
    written.current = html;
    squire.setHTML(toEditor(html, urlOfCid));
    squire.moveCursorToStart();
  }, [squire, html, urlOfCid]);

  return (
    <>
      <div
        className="flex min-h-0 flex-1 flex-col overflow-y-auto overscroll-contain px-4.5 pt-3.5 pb-2"
        onPasteCapture={(event) => take(event, event.clipboardData)}
        onDropCapture={(event) => take(event, event.dataTransfer)}
        onClick={(event) => setPicture(event.target instanceof HTMLImageElement ? event.target : null)}
        onMouseDown={(event) => {
          if (event.target !== event.currentTarget) return;
          event.preventDefault(); // the empty space below the text belongs to it
          squire?.focus();
        }}
      >
        <div
          ref={(element) => {
            root.current = element;
            if (element && autoFocus && !element.dataset.focused) {
              element.dataset.focused = 'true';
              queueMicrotask(() => element.focus());
            }
          }}
          role="textbox"
          aria-label={label ?? t('message')}
          aria-multiline="true"
          tabIndex={0}
          contentEditable
          spellCheck={language !== 'off'}
          lang={language === 'auto' || language === 'off' ? undefined : language}
          suppressContentEditableWarning
          dir="auto"
          className="compose-text min-h-24 flex-none text-[14px] leading-5.5 break-words outline-none! max-sm:text-[16px]"
        />
        {below}
      </div>
      {files}
      {linking && squire && (
        <LinkBar
          squire={squire}
          onDone={() => {
            setLinking(false);
            squire.focus();
          }}
        />
      )}
      {picture?.isConnected && (
        <PictureBar
          key={picture.src}
          picture={picture}
          onChange={told}
          onDone={() => {
            setPicture(null);
            squire?.focus();
          }}
        />
      )}
      {toolsShown && (
        <FormatToolbar
          squire={squire}
          formats={formats}
          {...(onPictures ? { onPictures: insertPictures } : {})}
          onLink={() => setLinking(true)}
        />
      )}
    </>
  );
}
