'use client';
import { useEffect, useRef, useState } from 'react';
import { isDark } from '#components/auth/theme.ts';
import { openCompose } from '#client/compose/open-compose.ts';
import { runKey } from '#client/mail/keys.ts';

let font: Promise<ArrayBuffer> | undefined;

/** The frame may fetch nothing, so its font comes as data too. The browser has the file already. */
const messageFont = () => (font ??= fetch('/inter-latin.woff2', { cache: 'force-cache' }).then((response) => response.arrayBuffer()));

interface Props {
  html: string;
  designed: boolean;
  isPlain: boolean;
  allowRemote: boolean;
  title: string;
}

/**
 * The message's own document: of opaque origin, so that nothing in it can reach ours, with a policy of its own that lets only its bridge
 * script run. It gets the HTML by message and reports its height, keys and mailto links.
 */
export function MessageFrame({ html, designed, isPlain, allowRemote, title }: Props) {
  const frame = useRef<HTMLIFrameElement>(null);
  const [height, setHeight] = useState(60);
  const [isReady, setReady] = useState(false);
  useEffect(() => {
    const onMessage = ({ source, data }: MessageEvent<Record<string, unknown> | null>) => {
      if (source !== frame.current?.contentWindow || !data) return;
      if (data.posthorn === 'ready') setReady(true);
      else if (data.posthorn === 'height') setHeight(Math.min(200_000, Math.max(24, Number(data.height) || 0)));
      else if (data.posthorn === 'mailto')
        openCompose({ kind: 'new', to: decodeURIComponent(String(data.href).slice(7).split('?')[0] ?? '') });
      else if (data.posthorn === 'key') runKey(data as unknown as KeyboardEvent);
    };
    window.addEventListener('message', onMessage);
    return () => window.removeEventListener('message', onMessage);
  }, []);
  useEffect(() => {
    if (!isReady) return;
    const scheme = designed || !isDark() ? 'light' : 'dark';
    const show = (font: ArrayBuffer | null) =>
      frame.current?.contentWindow?.postMessage({ posthorn: 'show', html, scheme, plain: isPlain, font }, '*');
    void messageFont().then(show, () => show(null));
  }, [isReady, html, designed, isPlain]);
  return (
    <iframe
      key={allowRemote ? 'pictures' : 'none'}
      ref={frame}
      title={title}
      src={allowRemote ? '/message-frame-pictures.html' : '/message-frame.html'}
      sandbox="allow-scripts allow-popups allow-popups-to-escape-sandbox"
      referrerPolicy="no-referrer"
      className={`block w-full border-0 ${designed ? 'rounded-control bg-white' : ''}`}
      style={{ height, colorScheme: designed ? 'light' : undefined }}
    />
  );
}
