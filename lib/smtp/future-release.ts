/** FUTURERELEASE (RFC 4865 §4): a message that its sender wants released later. */
export type Release = { ok: true; at: Date } | { ok: false; reason: string };

/** Undefined when neither parameter is there. `most`: the longest time to wait, in seconds. */
export function releaseOf(parameters: ReadonlyMap<string, string | null>, now: Date, most: number): Release | undefined {
  const [seconds, until] = [parameters.get('HOLDFOR'), parameters.get('HOLDUNTIL')];
  if (seconds === undefined && until === undefined) return undefined;
  if (seconds !== undefined && until !== undefined) return { ok: false, reason: 'HOLDFOR and HOLDUNTIL exclude each other' };
  const at = seconds === undefined ? instant(until ?? '') : /^\d{1,9}$/.test(seconds ?? '') ? now.getTime() + Number(seconds) * 1000 : NaN;
  if (Number.isNaN(at)) return { ok: false, reason: 'HOLDFOR takes seconds, HOLDUNTIL a time such as 2030-01-31T12:00:00Z' };
  if (at > now.getTime() + most * 1000) return { ok: false, reason: `A message waits here for at most ${most} seconds` };
  return { ok: true, at: new Date(Math.max(at, now.getTime())) };
}

/** RFC 3339 §5.6. */
const instant = (text: string): number =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/i.test(text) ? Date.parse(text) : NaN;
