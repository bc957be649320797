/**
 * The window in which the HTML of messages is parsed and cleaned: a frame of our origin in which no script can run, whatever stands in the
 * HTML, and whose policy has nothing to say of it. Parsed in the page's own window, a message full of event handlers would run none either,
 * but each would be reported as a violation of the page's policy, and a real one would drown among them.
 */
import type { DOMPurify } from 'dompurify';
import { needLater } from '#client/hooks/load-ahead.ts';
import { askedOnce } from '#client/jmap/asked-once.ts';

/** One for the page. */
export const { get: messagePurifier } = askedOnce(open);

needLater(messagePurifier);

async function open(): Promise<DOMPurify> {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-same-origin');
  frame.src = '/message-parser.html';
  const loaded = new Promise<void>((resolve, reject) => {
    frame.onload = () => resolve();
    frame.onerror = () => reject(new Error('message-parser.html'));
  });
  const host = document.createElement('div');
  host.hidden = true;
  host.attachShadow({ mode: 'closed' }).append(frame); // no part of the page that anybody looks at
  document.body.append(host);
  try {
    const [{ default: createDOMPurify }] = await Promise.all([import('dompurify'), loaded]);
    const purify = createDOMPurify(frame.contentWindow as typeof window);
    if (!purify.isSupported) throw new Error('This browser is too old to show messages safely. Use a newer one.');
    return purify;
  } catch (error) {
    host.remove();
    throw error;
  }
}
