/** What the bytes of a message tell without having learnt anything: its header, its links, its files. */
import { readAddressList, toStoredAddresses } from '../message/addresses.ts';
import { readDate } from '../message/date.ts';
import { decodeWords } from '../message/encoded-word.ts';
import { unfold } from '../message/header-fields.ts';
import { mimeTreeOf, type ParsedPart } from '../message/mime-tree.ts';
import { decodePart, everyPart } from '../message/parts.ts';
import { htmlSigns } from './html-signs.ts';
import type { Reason } from './reasons.ts';
import { hostOf } from './hosts.ts';
import { urlsIn } from './urls.ts';

/** The line that every filter takes for junk, to try it with. */
export const gtube = 'XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X';
const mostText = 256 * 1024;
/** Mail without a proper header is odd, but telnet makes it too. */
const mostForHeader = 2.5;

export function checkContent(message: Uint8Array, now: Date): Reason[] {
  const root = mimeTreeOf(message);
  const header = headerReasons(root, now);
  const sum = header.reduce((total, { points }) => total + points, 0);
  const scale = Math.min(1, mostForHeader / Math.max(sum, mostForHeader));
  return [...header.map((reason) => ({ ...reason, points: reason.points * scale })), ...bodyReasons(message, root)];
}

function headerReasons({ fields }: ParsedPart, now: Date): Reason[] {
  const found: Reason[] = [];
  const values = (name: string) => fields.filter((field) => field.name === name).map((field) => unfold(field.raw));
  const [from, date, subject, replyTo] = ['from', 'date', 'subject', 'reply-to'].map((name) => values(name)[0]);
  const add = (name: string, points: number, text: string) => found.push({ name, points, text });
  if (from === undefined) add('no-from', 1, 'It does not say who wrote it');
  if (date === undefined) add('no-date', 0.5, 'It has no date');
  if (values('message-id').length === 0) add('no-id', 0.5, 'It has no Message-ID');
  const written = date === undefined ? undefined : readDate(date)?.instant;
  if (written && written.getTime() > now.getTime() + 2 * 86_400_000) add('future', 1, 'Its date lies in the future');
  if (values('from').length > 1 || values('subject').length > 1) add('twice', 1.5, 'From or Subject is there twice');
  const authors = toStoredAddresses(readAddressList(from ?? ''));
  for (const { name, email } of authors) {
    const inName = /[^\s<>"'(]+@([a-z0-9-]+\.[a-z0-9.-]+)/i.exec(decodeWords(name ?? ''))?.[1]?.toLowerCase();
    if (inName && inName !== domain(email)) add('name-lies', 2, 'The name of the sender shows an address of another domain');
  }
  const answers = toStoredAddresses(readAddressList(replyTo ?? ''))[0];
  if (answers && authors[0] && freemail.test(domain(answers.email)) && !freemail.test(domain(authors[0].email)))
    add('reply-elsewhere', 1, 'Answers go to a free mailbox, not to the sender');
  const text = decodeWords(subject ?? '');
  const letters = text.replaceAll(/[^\p{L}]/gu, '');
  if (letters.length > 10 && letters === letters.toUpperCase() && letters !== letters.toLowerCase())
    add('shouts', 0.7, 'The subject shouts');
  return found;
}

function bodyReasons(message: Uint8Array, root: ParsedPart): Reason[] {
  const found = new Map<string, Reason>();
  const add = (name: string, points: number, text: string) => found.set(name, { name, points, text });
  let left = mostText;
  for (const part of everyPart(root)) {
    const name = part.name?.toLowerCase() ?? '';
    if (dangerous.test(name)) add('program', 4, 'A program is attached');
    if (/\.(pdf|docx?|xlsx?|jpe?g|png|txt)\s*\.[a-z0-9]{2,4}$/.test(name)) add('two-endings', 2, 'A file pretends to be of another kind');
    if (!part.type.startsWith('text/') || part.children || left <= 0) continue;
    const text = (decodePart(message, part).text ?? '').slice(0, left);
    left -= text.length;
    if (text.includes(gtube)) add('gtube', 1000, 'It holds the test line for junk filters (GTUBE)');
    for (const url of urlsIn(text)) {
      const host = hostOf(url) ?? '';
      if (/^\d+(\.\d+){3}$/.test(host)) add('url-address', 1.5, 'A link leads to a bare address');
      if (/^https?:\/\/[^/]*@/i.test(url)) add('url-user', 1, 'A link hides where it leads behind a user name');
    }
    if (part.type !== 'text/html') continue;
    const signs = new Set(htmlSigns(text));
    if (signs.has('html:lying link')) add('lying-link', 2, 'A link shows another address than it leads to');
    if (signs.has('html:form')) add('form', 1.5, 'It holds a form to fill in');
    if (signs.has('html:script')) add('script', 1, 'It holds a script');
    if (signs.has('html:comments')) add('cut-words', 2, 'Words are cut apart by what nobody sees');
    if (signs.has('html:pictures only')) add('pictures', 0.7, 'It is all picture, and no text');
    if (signs.has('html:hidden') && signs.has('html:size0')) add('hidden', 1, 'It holds text that nobody sees');
  }
  return [...found.values()];
}

const domain = (email: string) => email.slice(email.lastIndexOf('@') + 1).toLowerCase();
const freemail =
  /^(gmail\.com|googlemail\.com|outlook\.com|hotmail\.[a-z.]+|live\.com|yahoo\.[a-z.]+|aol\.com|gmx\.[a-z]+|mail\.ru|yandex\.[a-z]+|proton\.me|protonmail\.com|qq\.com|163\.com)$/;
const dangerous = /\.(exe|scr|pif|com|bat|cmd|vbs|vbe|jse?|wsf|hta|lnk|iso|img|jar|ps1|msi|cpl|reg)$/;
