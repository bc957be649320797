/**
 * What the HTML of a message does that text does not: hidden words, images instead of text, forms, scripts, links that lie. Not its colours
 * and elements: they tell newsletters that are wanted from none that are not.
 */
import { hostOf } from './hosts.ts';

const looked = 100_000;

export function htmlSigns(html: string): string[] {
  const text = html.slice(0, looked);
  const found: string[] = ['html'];
  const add = (sign: string, is: boolean) => {
    if (is) found.push(`html:${sign}`);
  };
  const count = (pattern: RegExp) => text.match(pattern)?.length ?? 0;
  const images = count(/<img\b/gi);
  const words = () => text.replaceAll(/<[^>]*>/g, ' ').split(/\s+/).length;
  add('pictures only', images > 0 && words() < 40);
  add(`img${Math.min(5, images)}`, images > 0);
  add('1x1', /(?:width|height)\s*=\s*["']?[01]["'\s>]/i.test(text));
  add('form', /<form\b/i.test(text));
  add('script', /<script\b/i.test(text));
  add('iframe', /<iframe\b/i.test(text));
  add('hidden', /display\s*:\s*none|font-size\s*:\s*[01]p|visibility\s*:\s*hidden/i.test(text));
  add('size0', /<font[^>]*size\s*=\s*["']?-?[01]["'\s>]/i.test(text));
  add(`font${Math.min(5, count(/<font\b/gi) >> 2)}`, /<font\b/i.test(text));
  add('comments', count(/\w<!--[^>]*-->\w/g) > 2); // words cut apart where nobody sees it
  add('mailto', /href\s*=\s*["']?mailto:/i.test(text));
  add('lying link', liesIn(text));
  add('base64 data', /src\s*=\s*["']?data:/i.test(text));
  return found;
}

/** A link whose text is the address of another host than it leads to. */
function liesIn(html: string): boolean {
  for (const [, href = '', shown = ''] of html.matchAll(
    /<a\s[^>]{0,500}?href\s*=\s*["']?(https?:[^"'\s>]{4,500})[^>]{0,300}>([^<]{4,200})</gi,
  )) {
    const said = /^\s*(https?:\/\/[^\s/]+|www\.[^\s/]+)/i.exec(shown)?.[1];
    if (said === undefined) continue;
    const [to, claimed] = [hostOf(href), hostOf(said.startsWith('http') ? said : `http://${said}`)];
    if (to && claimed && to.split('.').slice(-2).join('.') !== claimed.split('.').slice(-2).join('.')) return true;
  }
  return false;
}
