/** What speaks for junk (points above zero) or against it, each with words for a person. Their sum is the score. */
export interface Reason {
  /** Short and stable, such as `spf` or `bayes`. */
  name: string;
  points: number;
  text: string;
}
export interface SpamVerdict {
  isJunk: boolean;
  score: number;
  /** From this score on it is junk. */
  needed: number;
  /** The weightiest first. */
  reasons: Reason[];
}

export const scoreOf = (reasons: readonly Reason[]): number => rounded(reasons.reduce((sum, { points }) => sum + points, 0));

/** `forced`: junk whatever the score, as the owner of its domain asks for it. */
export function verdictOf(reasons: readonly Reason[], needed: number, forced: boolean): SpamVerdict {
  const score = scoreOf(reasons);
  const sorted = reasons
    .toSorted((a, b) => Math.abs(b.points) - Math.abs(a.points))
    .map((reason) => ({ ...reason, points: rounded(reason.points) }));
  return { isJunk: forced || score >= needed, score, needed, reasons: sorted };
}

/** `bayes +4.2, first +0.5`: for a line of a log or a timeline. */
export const namesFor = (reasons: readonly Reason[]): string => reasons.map(({ name, points }) => `${name} ${signed(points)}`).join(', ');

/** What `namesFor` wrote. */
export function readNames(text: string): Pick<Reason, 'name' | 'points'>[] {
  return [...text.matchAll(/(\S+) ([+-]?\d+(?:\.\d+)?)(?:, |$)/g)].map(([, name = '', points]) => ({ name, points: Number(points) }));
}

const rounded = (points: number): number => Math.round(points * 10) / 10;
const signed = (points: number) => `${points > 0 ? '+' : ''}${rounded(points)}`;

const fieldName = 'X-Posthorn-Spam';
const mostReasons = 30;

/** A field of ours, folded (RFC 5322 §2.2.3), in ASCII: `yes; score=6.2; needed=5; spf=+2 "…"; …`. */
export function spamField({ isJunk, score, needed, reasons }: SpamVerdict): string {
  const lines = reasons.slice(0, mostReasons).map(({ name, points, text }) => `${name}=${signed(points)} "${plain(text)}"`);
  return `${fieldName}: ${[`${isJunk ? 'yes' : 'no'}; score=${score}; needed=${needed}`, ...lines].join(';\r\n ')}\r\n`;
}

/** From the value of that field, unfolded or not. Null when it is none of ours. */
export function readSpamField(value: string): SpamVerdict | null {
  const head = /^\s*(yes|no)\s*;\s*score=(-?\d+(?:\.\d+)?)\s*;\s*needed=(\d+(?:\.\d+)?)/.exec(value);
  if (!head) return null;
  const reasons = [...value.matchAll(/;\s*([a-z0-9_.-]+)=([+-]?\d+(?:\.\d+)?)\s+"([^"]*)"/gi)].slice(0, mostReasons);
  return {
    isJunk: head[1] === 'yes',
    score: Number(head[2]),
    needed: Number(head[3]),
    reasons: reasons.map(([, name = '', points, text = '']) => ({ name, points: Number(points), text: text.replaceAll(/\s+/g, ' ') })),
  };
}

const plain = (text: string) =>
  text
    .replaceAll(/[^\x20-\x7e]/g, '?')
    .replaceAll('"', "'")
    .slice(0, 200);
