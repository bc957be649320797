/** The Date header (RFC 5322 §3.3), its obsolete forms (§4.3), and the ISO dates that some programs write. */

export interface MessageDate {
  instant: Date;
  /** The sender's own calendar day, `YYYY-MM-DD`. */
  localDate: string;
  /** RFC 3339, with the sender's own offset. */
  iso: string;
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const zones: Record<string, number> = {
  ut: 0,
  utc: 0,
  gmt: 0,
  z: 0,
  est: -300,
  edt: -240,
  cst: -360,
  cdt: -300,
  mst: -420,
  mdt: -360,
  pst: -480,
  pdt: -420,
};

const written =
  /(\d{1,2})[\s-]+([a-z]{3})[a-z]*\.?,?[\s-]+(\d{2,4})(?:,?\s+(\d{1,2})[:.](\d{1,2})(?:[:.](\d{1,2}))?)?\s*([+-]\d{4}|[a-z]+)?/i;
const unixStyle = /([a-z]{3})[a-z]*\s+(\d{1,2})\s+(\d{1,2}):(\d{2}):(\d{2})\s+(?:[a-z]+\s+)?(\d{4})/i;
const isoStyle = /^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?\s*(Z|[+-]\d{2}:?\d{2})?/i;

/** Null for what cannot be understood as a date. */
export function readDate(text: string): MessageDate | null {
  const clean = text.replaceAll(/\([^()]*\)/g, ' ').slice(0, 200);
  const match = written.exec(clean);
  if (match) return build(fullYear(match[3]), monthOf(match[2]), match[1], match.slice(4, 7), zoneOf(match[7]));
  const unix = unixStyle.exec(clean);
  if (unix) return build(Number(unix[6]), monthOf(unix[1]), unix[2], unix.slice(3, 6), 0);
  const iso = isoStyle.exec(clean.trim());
  return iso ? build(Number(iso[1]), Number(iso[2]) - 1, iso[3], iso.slice(4, 7), zoneOf(iso[7]?.replace(':', ''))) : null;
}

function build(year: number, month: number, dayText: string | undefined, time: (string | undefined)[], zone: number): MessageDate | null {
  const [hour = 0, minute = 0, second = 0] = time.map((part) => Number(part ?? 0));
  const day = Number(dayText);
  if (month < 0 || month > 11 || day < 1 || day > 31 || hour > 24 || minute > 59 || second > 61) return null;
  const local = Date.UTC(year, month, day, hour, minute, Math.min(second, 59));
  const instant = new Date(local - zone * 60_000);
  if (Number.isNaN(instant.getTime()) || year < 1900 || year > 9999) return null;
  const iso = new Date(local).toISOString().slice(0, 19);
  const offset = `${zone < 0 ? '-' : '+'}${two(Math.floor(Math.abs(zone) / 60))}:${two(Math.abs(zone) % 60)}`;
  return { instant, localDate: iso.slice(0, 10), iso: `${iso}${zone === 0 ? 'Z' : offset}` };
}

const two = (number: number) => String(number).padStart(2, '0');
const monthOf = (name: string | undefined) => months.indexOf((name ?? '').toLowerCase());

/** RFC 5322 §4.3: two digits below 50 are of this century; three digits count from 1900. */
function fullYear(text: string | undefined): number {
  const year = Number(text);
  if ((text ?? '').length === 2) return year < 50 ? 2000 + year : 1900 + year;
  return (text ?? '').length === 3 ? 1900 + year : year;
}

/** Minutes east of Greenwich; an unknown zone is -0000 (RFC 5322 §4.3). */
function zoneOf(text: string | undefined): number {
  const match = /^([+-])(\d{2})(\d{2})$/.exec(text ?? '');
  if (!match) return zones[(text ?? '').toLowerCase()] ?? 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 24 * 60 ? 0 : match[1] === '-' ? -minutes : minutes;
}
