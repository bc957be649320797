/**
 * "tomorrow 9", "next monday", "in 2 hours", "25 Dec 18:30", "2026-12-01 8:15": a time to come, for send later and snooze. English is always
 * understood, and the words of the reader's language. Null when the text is not a time; what has passed today is meant for tomorrow.
 */
import type { Language } from '../i18n/language.ts';
import { instantOf, wallTimeOf, type WallTime } from './zoned-time.ts';
import { whenWords, type WhenWords } from './when-words.ts';

export interface WhenContext {
  now: Date;
  /** IANA name. */
  zone: string;
  language: Language;
}
const partsOfDay = { morning: 8, noon: 12, afternoon: 13, evening: 18 } as const;
const defaultHour = 8;

export function parseWhen(text: string, context: WhenContext): Date | null {
  const tokens = divide(text, context.language);
  if (tokens.length === 0) return null;
  const today = wallTimeOf(context.now, context.zone);
  const found: Found = { day: null, hour: null, minute: 0, pm: null, part: null, after: 0, month: false };
  for (let at = 0; at < tokens.length;) {
    const taken = takeSpan(tokens, at, found, context) || takeDay(tokens, at, found, today, context) || takeTime(tokens, at, found);
    if (taken === 0) return null;
    at += taken;
  }
  if (found.after > 0) return new Date(context.now.getTime() + found.after);
  if (found.day === null && found.hour === null && found.part === null) return null;
  return settle(found, today, context);
}

interface Found {
  /** As days since the epoch, whatever the zone. */
  day: number | null;
  hour: number | null;
  minute: number;
  pm: boolean | null;
  part: keyof typeof partsOfDay | null;
  /** A span from now, in milliseconds. */
  after: number;
  month: boolean;
}
type Token = { word: keyof WhenWords } | { weekday: number } | { monthName: number } | { text: string };

const dayNumber = ({ year, month, day }: Pick<WallTime, 'year' | 'month' | 'day'>) => Date.UTC(year, month - 1, day) / 86_400_000;

function settle({ day, hour, minute, pm, part }: Found, today: WallTime, { now, zone }: WhenContext): Date | null {
  const clock = hour ?? (part ? partsOfDay[part] : defaultHour);
  const isAfternoon = pm ?? ((part === 'afternoon' || part === 'evening') && clock < 12);
  const at = (days: number) => {
    const date = new Date(days * 86_400_000);
    const wall = { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
    return instantOf({ ...wall, hour: isAfternoon && clock < 12 ? clock + 12 : pm === false && clock === 12 ? 0 : clock, minute }, zone);
  };
  const first = at(day ?? dayNumber(today));
  if (first > now) return first;
  return day === null ? at(dayNumber(today) + 1) : null; // 9 o'clock that has passed is tomorrow's
}

/** "in 2 hours", "2 hours". */
function takeSpan(tokens: Token[], at: number, found: Found, { now, zone }: WhenContext): number {
  const starts = isWord(tokens[at], 'in') ? 1 : 0;
  const number = textOf(tokens[at + starts]);
  const count =
    number && /^(\d{1,3})$/.test(number) ? Number(number) : starts === 1 && /^(an?|ein(er|em|e)?|une?|una?)$/.test(number ?? '') ? 1 : 0;
  const unit = tokens[at + starts + 1];
  if (count === 0 || !unit || !('word' in unit)) return 0;
  const length = { minute: 60_000, hour: 3_600_000, day: 86_400_000, week: 604_800_000 }[unit.word as 'minute'];
  if (unit.word === 'month') {
    const wall = wallTimeOf(now, zone);
    const later = new Date(Date.UTC(wall.year, wall.month - 1 + count, wall.day));
    found.day = later.getTime() / 86_400_000;
    return starts + 2;
  }
  if (length === undefined) return 0;
  if (unit.word === 'day' || unit.word === 'week') found.day = dayNumber(wallTimeOf(new Date(now.getTime() + count * length), zone));
  else found.after = count * length;
  return starts + 2;
}

function takeDay(tokens: Token[], at: number, found: Found, today: WallTime, { now, zone }: WhenContext): number {
  const token = tokens[at];
  if (!token) return 0;
  const start = dayNumber(today);
  const weekdayAfter = (weekday: number) => start + (((weekday - new Date(start * 86_400_000).getUTCDay() + 6) % 7) + 1);
  if ('weekday' in token) {
    found.day = weekdayAfter(token.weekday);
    return isWord(tokens[at + 1], 'next') ? 2 : 1;
  }
  if ('word' in token) return takeDayWord(token.word, tokens[at + 1], found, start, weekdayAfter, wallTimeOf(now, zone));
  return takeDate(tokens, at, found, today);
}

function takeDayWord(
  word: keyof WhenWords,
  next: Token | undefined,
  found: Found,
  today: number,
  weekdayAfter: (weekday: number) => number,
  { year, month }: WallTime,
): number {
  const put = (day: number, taken: number) => {
    found.day = day;
    return taken;
  };
  if (word === 'tonight') found.part = 'evening';
  if (word === 'today' || word === 'tonight') return put(today, 1);
  if (word === 'tomorrow') return put(today + 1, 1);
  if (word === 'dayAfterTomorrow') return put(today + 2, isWord(next, 'tomorrow') ? 2 : 1); // pasado mañana
  if (word === 'next' && next && 'weekday' in next) return put(weekdayAfter(next.weekday), 2);
  if ((word === 'next' && isWord(next, 'week')) || (word === 'week' && isWord(next, 'next'))) return put(weekdayAfter(1), 2);
  if (word === 'next' && isWord(next, 'month')) return put(Date.UTC(year, month, 1) / 86_400_000, 2);
  return 0;
}

/** "2026-12-01", "1.12.", "25/12", "25 Dec", "Dec 25". */
function takeDate(tokens: Token[], at: number, found: Found, today: WallTime): number {
  const token = tokens[at];
  const next = tokens[at + 1];
  const put = (year: number | null, month: number, day: number, taken: number): number => {
    const made = new Date(Date.UTC(year ?? today.year, month - 1, day));
    if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== day) return 0; // 31 February
    const passed = year === null && made.getTime() / 86_400_000 < dayNumber(today);
    found.day = (passed ? Date.UTC(today.year + 1, month - 1, day) : made.getTime()) / 86_400_000;
    return taken;
  };
  if (token && 'monthName' in token) {
    const day = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(textOf(next) ?? '')?.[1];
    return day ? put(null, token.monthName, Number(day), 2) : 0;
  }
  const text = textOf(token) ?? '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
  if (iso) return put(Number(iso[1]), Number(iso[2]), Number(iso[3]), 1);
  const european = /^(\d{1,2})(?:\.|\/)(\d{1,2})(?:\.?|(?:\.|\/)(\d{4}))$/.exec(text);
  if (european) return put(european[3] ? Number(european[3]) : null, Number(european[2]), Number(european[1]), 1);
  const day = /^(\d{1,2})(?:st|nd|rd|th|\.)?$/.exec(text)?.[1];
  return day && next && 'monthName' in next ? put(null, next.monthName, Number(day), 2) : 0;
}

/** "9", "9:30", "9.30", "9am", "18h", "noon". */
function takeTime(tokens: Token[], at: number, found: Found): number {
  const token = tokens[at];
  if (!token) return 0;
  if ('word' in token) {
    if (token.word === 'filler') return 1;
    if (token.word === 'hour' && found.hour !== null) return 1; // 18 h
    if (!(token.word in partsOfDay)) return 0;
    found.part = token.word as keyof typeof partsOfDay;
    return 1;
  }
  const match = /^(\d{1,2})(?:[:.h時](\d{2})?)?\s*(am|pm|a|p)?\.?$/i.exec(textOf(token) ?? '');
  if (!match || found.hour !== null) {
    const half = textOf(token) ?? '';
    if (!/^(am|pm)$/i.test(half) || found.hour === null) return 0;
    found.pm = half.toLowerCase() === 'pm';
    return 1;
  }
  const [hour, minute] = [Number(match[1]), Number(match[2] ?? 0)];
  if (hour > 23 || minute > 59 || (match[3] && (hour > 12 || hour === 0))) return 0;
  found.hour = hour;
  found.minute = minute;
  if (match[3]) found.pm = match[3].toLowerCase().startsWith('p');
  return 1;
}

const isWord = (token: Token | undefined, word: keyof WhenWords) => token !== undefined && 'word' in token && token.word === word;
const textOf = (token: Token | undefined) => (token && 'text' in token ? token.text : undefined);

/** Known words first, the longest first, so that words of several parts and of languages without spaces are found. */
function divide(text: string, language: Language): Token[] {
  const known = vocabulary(language);
  const spaced = language !== 'ja';
  const tokens: Token[] = [];
  let rest = text.toLocaleLowerCase(language).normalize('NFC').replaceAll(',', ' ').trim();
  while (rest !== '') {
    const hit = known.find(([word]) => rest.startsWith(word) && (!spaced || !/^[\p{L}\p{M}]/u.test(rest.slice(word.length))));
    const length = hit
      ? hit[0].length
      : (/^(?:[\d:./-]+(?:\s?(?:am|pm)\b|h\d{0,2}\b|[a-z]{2}\b|時)?|\S+)/u.exec(rest)?.[0].length ?? rest.length);
    tokens.push(hit ? hit[1] : { text: rest.slice(0, length) });
    rest = rest.slice(length).trim();
  }
  return tokens;
}

function vocabulary(language: Language): [string, Token][] {
  const found: [string, Token][] = [];
  for (const one of new Set<Language>([language, 'en'])) {
    for (const [word, spellings] of Object.entries(whenWords[one]) as [keyof WhenWords, string[]][])
      for (const spelling of spellings) found.push([spelling.normalize('NFC'), { word }]);
    for (const style of ['long', 'short'] as const) {
      const weekday = new Intl.DateTimeFormat(one, { weekday: style, timeZone: 'UTC' });
      for (let day = 0; day < 7; day++) found.push([bare(weekday.format(Date.UTC(2023, 0, 1 + day)), one), { weekday: day }]);
      const month = new Intl.DateTimeFormat(one, { month: style, timeZone: 'UTC' });
      if (!/^\d/.test(month.format(0)))
        for (let at = 0; at < 12; at++) found.push([bare(month.format(Date.UTC(2023, at, 1)), one), { monthName: at + 1 }]);
    }
  }
  return found.filter(([word]) => word !== '').sort((a, b) => b[0].length - a[0].length);
}

const bare = (name: string, language: Language) => name.toLocaleLowerCase(language).normalize('NFC').replace(/\.$/, '');
