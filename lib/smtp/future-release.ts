/** FUTURERELEASE (RFC 4865 §3, §4): a message that its sender wants released later. */
export type Release = { ok: true; at: Date } | { ok: false; reason: string };

/** Undefined when neither parameter is there. `most`: the longest time to wait, in seconds. */
export function releaseOf(parameters: ReadonlyMap<string, string | null>, now: Date, most: number): Release | undefined {
  const [seconds, until] = [parameters.get('HOLDFOR'), parameters.get('HOLDUNTIL')];
  if (seconds === undefined && until === undefined) return undefined;
  if (seconds !== undefined && until !== undefined) return { ok: false, reason: 'HOLDFOR and HOLDUNTIL exclude each other' };
  const wait = /^[1-9]\d{0,8}$/.test(seconds ?? '') ? Number(seconds) * 1000 : NaN;
  const at = seconds === undefined ? instant(until ?? '') : now.getTime() + wait;
  if (Number.isNaN(at)) return { ok: false, reason: 'HOLDFOR takes seconds, HOLDUNTIL a time such as 2030-01-31T12:00:00Z' };
  if (at > now.getTime() + most * 1000) return { ok: false, reason: `A message waits here for at most ${most} seconds` };
  return { ok: true, at: new Date(Math.max(at, now.getTime())) };
}

/** RFC 3339 §5.6 in UTC (§3), of a day that there is. */
function instant(text: string): number {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z$/i.test(text)) return NaN;
  const at = new Date(text);
  const isDay = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text.slice(0, 10));
  return isDay ? at.getTime() : NaN;
}
