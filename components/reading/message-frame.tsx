'use client';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { isDark } from '#components/auth/theme.ts';
import { openCompose } from '#client/compose/open-compose.ts';
import { frameAddress } from '#client/reading/html/frame-address.ts';
import { readMailto } from '#client/reading/mailto.ts';
import { runKey } from '#client/mail/commands/keys.ts';

let font: Promise<ArrayBuffer> | undefined;
/** The frame may fetch nothing, so its font comes as data too. The browser has the file already. */
const messageFont = () => (font ??= fetch('/inter-latin.woff2', { cache: 'force-cache' }).then((response) => response.arrayBuffer()));

interface Props {
  /** Null: not known yet. */
  html: string | null;
  /** By their number in the HTML. They may come later than it. */
  pictures?: ReadonlyMap<string, Blob>;
  /** Light also in the dark theme. */
  light: boolean;
  isPlain: boolean;
  /** Every link is asked about before it is followed, not only those that say something else than they do. */
  asks?: boolean;
  /** With all that is folded open, for printing. */
  unfold?: boolean;
  title: string;
  onLink: (href: string, text: string) => void;
  onShown?: (() => void) | undefined;
}

/**
 * The message's own document: of opaque origin, so that nothing in it can reach ours, with a policy of its own that lets only its bridge
 * script run and nothing be fetched. It gets the HTML and its pictures by message and reports its height, keys and links.
 */
export function MessageFrame({ html, pictures, light, isPlain, asks = false, unfold = false, title, onLink, onShown }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const given = useRef(new Set<string>());
  const [height, setHeight] = useState(60);
  const [shown, setShown] = useState(0);
  const [isReady, setReady] = useState(false);
  const tell = (data: Record<string, unknown>) => frame.current?.contentWindow?.postMessage(data, '*');

  const hear = useEffectEvent(({ source, data }: MessageEvent<Record<string, unknown> | null>) => {
    if (source !== frame.current?.contentWindow || !data) return;
    if (data.posthorn === 'ready') setReady(true);
    else if (data.posthorn === 'height') setHeight(Math.min(200_000, Math.max(24, Number(data.height) || 0)));
    else if (data.posthorn === 'shown') {
      given.current.clear();
      setShown((times) => times + 1);
      onShown?.();
    } else if (data.posthorn === 'mailto') openCompose(readMailto(String(data.href)));
    else if (data.posthorn === 'link' && /^https?:/i.test(String(data.href))) onLink(String(data.href), String(data.text));
    else if (data.posthorn === 'scroll') scrollTo(frame.current, Number(data.top) || 0);
    else if (data.posthorn === 'key') runKey(data as unknown as KeyboardEvent);
  });
  useEffect(() => {
    const onMessage = (event: MessageEvent<Record<string, unknown> | null>) => hear(event);
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  useEffect(() => {
    if (!isReady || html === null) return;
    const scheme = light || !isDark() ? 'light' : 'dark';
    const show = (font: ArrayBuffer | null) => tell({ posthorn: 'show', html, scheme, plain: isPlain, asks, unfold, font });
    void messageFont().then(show, () => show(null));
  }, [isReady, html, light, isPlain, asks, unfold]);
  useEffect(() => {
    if (shown === 0) return;
    for (const [number, blob] of pictures ?? []) {
      if (given.current.has(number)) continue;
      given.current.add(number);
      tell({ posthorn: 'picture', number, blob });
    }
  }, [shown, pictures]);
  return (
    <iframe
      ref={frame}
      title={title}
      src={frameAddress}
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className={`block w-full border-0 ${light ? 'rounded-control bg-white' : ''}`}
      style={{ height, colorScheme: light ? 'light' : undefined }}
    />
  );
}

function scrollTo(frame: HTMLIFrameElement | null, top: number): void {
  const pane = frame?.closest('[data-scrolls]');
  if (frame && pane) pane.scrollBy({ top: frame.getBoundingClientRect().top + top - pane.getBoundingClientRect().top - 8 });
}
