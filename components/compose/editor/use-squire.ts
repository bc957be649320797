'use client';
/** Squire in a ref: made once for an element, destroyed with it. */
import Squire from 'squire-rte';
import { useEffect, useRef, useState, type RefObject } from 'react';
import { safeFragment } from '#client/compose/text/editor-html.ts';

export interface Formats {
  bold: boolean;
  italic: boolean;
  underline: boolean;
  strike: boolean;
  bullets: boolean;
  numbers: boolean;
  quote: boolean;
  link: boolean;
}
const none: Formats = {
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  bullets: false,
  numbers: false,
  quote: false,
  link: false,
};

export function useSquire(
  root: RefObject<HTMLElement | null>,
  html: string,
  on: { onInput: (html: string) => void; onLink: () => void },
): { squire: Squire | null; formats: Formats } {
  const [squire, setSquire] = useState<Squire | null>(null);
  const [formats, setFormats] = useState(none);
  const start = useRef(html);
  const told = useRef(on);
  useEffect(() => {
    told.current = on;
  });
  useEffect(() => {
    if (!root.current) return;
    const made = new Squire(root.current, {
      blockTag: 'DIV',
      sanitizeToDOMFragment: (text: string) => document.importNode(safeFragment(text), true),
      didError: (error: unknown) => console.error('composer:', error),
    });
    made.setHTML(start.current);
    made.moveCursorToStart();
    made.addEventListener('input', () => told.current.onInput(made.getHTML()));
    const look = () => setFormats(formatsAt(made));
    made.addEventListener('pathChange', look);
    made.addEventListener('select', look);
    made.addEventListener('cursor', look);
    // The composer's own: send, and the keys of the shell must not be eaten by the editor's.
    for (const key of ['Ctrl-Enter', 'Meta-Enter', 'Ctrl-d', 'Meta-d']) made.setKeyHandler(key, null);
    for (const key of ['Ctrl-k', 'Meta-k']) {
      made.setKeyHandler(key, (_editor, event) => {
        event.preventDefault();
        told.current.onLink();
      });
    }
    setSquire(made);
    return () => made.destroy();
  }, [root]);
  return { squire, formats };
}

function formatsAt(squire: Squire): Formats {
  const path = squire.getPath();
  return {
    bold: squire.hasFormat('B') || squire.hasFormat('STRONG'),
    italic: squire.hasFormat('I') || squire.hasFormat('EM'),
    underline: squire.hasFormat('U'),
    strike: squire.hasFormat('S'),
    bullets: /(^|>)UL/.test(path),
    numbers: /(^|>)OL/.test(path),
    quote: /(^|>)BLOCKQUOTE/.test(path),
    link: squire.hasFormat('A'),
  };
}
