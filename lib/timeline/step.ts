/** A step on the way of a message, as the server noted it (docs/jmap.md, the timeline of a message). */
export interface TimelineStep {
  key: string | number;
  at: Date;
  type: string;
  detail: Record<string, unknown>;
  /** The mailbox that it went into, by name. */
  mailbox?: string | null;
}

/** How the reader of a page has times. */
export interface TimelineClock {
  /** To the thousandth of a second: servers are that fast. */
  time: (at: Date) => string;
  day: (at: Date) => string;
  moment: (at: Date) => string;
}

/** The text of a detail; an object or nothing is ''. */
export function say(detail: TimelineStep['detail'], name: string): string {
  const value = detail[name];
  if (typeof value === 'string' || typeof value === 'number') return String(value);
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string' || typeof one === 'number').join(', ') : '';
}

/** A time in a detail; null for none. */
export function timeIn(detail: TimelineStep['detail'], name: string): Date | null {
  const at = new Date(say(detail, name) || Number.NaN);
  return Number.isNaN(at.getTime()) ? null : at;
}

/** Up to here, waiting is for the sender to think better of it; longer, he has chosen a time. */
const longestUndoMs = 60_000;

/** What kind of step it is to people: some types of the server are more than one thing to them. */
export function kindOf({ type, at, detail }: TimelineStep): string {
  if (type === 'judged' && detail.junk === true) return 'judgedJunk';
  if (type === 'released' && detail.score !== undefined) return 'fromQuarantine';
  const due = type === 'queued' ? timeIn(detail, 'due') : null;
  if (due === null) return type;
  return due.getTime() - at.getTime() > longestUndoMs ? 'scheduled' : 'undoable';
}

/** What later steps are told against. */
export interface Beginning {
  /** From when on it was on its way: not while its sender held it. */
  at: Date;
  from: string;
}

export function beginningOf(steps: readonly TimelineStep[]): Beginning {
  const due = steps.flatMap(({ type, detail }) => (type === 'queued' ? (timeIn(detail, 'due') ?? []) : []));
  return { at: due[0] ?? steps[0]?.at ?? new Date(0), from: steps.map(({ detail }) => say(detail, 'from')).find(Boolean) ?? '' };
}

export interface Outcome {
  done: number;
  total: number;
  look: 'ok' | 'warn' | 'bad' | 'plain';
}

/** For mail that was sent: to how many of its recipients it has come. Null where that is no question. */
export function outcomeOf(steps: readonly TimelineStep[]): Outcome | null {
  if (!steps.some(({ type }) => type === 'submitted' || type === 'queued') || steps.some(({ type }) => type === 'cancelled')) return null;
  const state = new Map<string, string>();
  for (const { type, detail } of steps) {
    if (type === 'queued') for (const waiting of say(detail, 'to').split(' ').filter(Boolean)) state.set(waiting, type);
    const recipient = say(detail, 'rcpt');
    if (recipient) state.set(recipient, type);
  }
  return state.size === 0 ? null : outcome([...state.values()]);
}

/** `states`: of each recipient. */
export function outcome(states: readonly string[]): Outcome {
  const done = states.filter((state) => state === 'sent' || state === 'delivered').length;
  const isTried = states.some((state) => state !== 'queued');
  const look = states.some((state) => state === 'bounced' || state === 'refused') ? 'bad' : isTried ? 'warn' : 'plain';
  return { done, total: states.length, look: done === states.length ? 'ok' : look };
}
