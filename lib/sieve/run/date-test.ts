/** The tests `date` and `currentdate` (RFC 5260 §4, §5). */
import { readDate } from '../../message/date.ts';
import { unfold } from '../../message/header-fields.ts';
import { mailDate } from '../../smtp/trace.ts';
import { dateParts, isZone } from '../check/constants.ts';
import type { Node } from '../check/program.ts';
import { decide, fieldsOf } from './header-tests.ts';
import { matchOf } from './matching.ts';
import type { Run } from './run-state.ts';

export function runDate(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[2]?.strings));
  const part = run.expand(node.args[1]?.strings[0] ?? '').toLowerCase();
  if (!dateParts.includes(part)) return run.fail(node.line, `There is no part "${part}" of a date.`);
  const values = fieldsOf(run, node).flatMap(({ raw }) => {
    // §4: of Received and the like, what stands behind the last semicolon.
    const text = unfold(raw);
    const found = readDate(text.slice(text.lastIndexOf(';') + 1));
    if (!found) return [];
    const own = node.tags.has(':originalzone') ? offsetIn(found.iso) : zoneOf(run, node, found.instant);
    return [dateText(found.instant, own, part)];
  });
  return decide(match, values);
}

export function runCurrentDate(run: Run, node: Node): boolean {
  const match = matchOf(run, node, run.expandAll(node.args[1]?.strings));
  const part = run.expand(node.args[0]?.strings[0] ?? '').toLowerCase();
  if (!dateParts.includes(part)) return run.fail(node.line, `There is no part "${part}" of a date.`);
  const { now } = run.environment;
  return decide(match, [dateText(now, zoneOf(run, node, now), part)]);
}

function zoneOf(run: Run, node: Node, at: Date): number {
  const given = node.tags.get(':zone')?.strings[0];
  if (given === undefined) return run.environment.zoneAt(at);
  const zone = run.expand(given);
  if (!isZone(zone)) return run.fail(node.line, `A time zone is written "+0100", not "${zone.slice(0, 20)}".`);
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3, 5));
  return zone.startsWith('-') ? -minutes : minutes;
}

function offsetIn(iso: string): number {
  const match = /([+-])(\d{2}):(\d{2})$/.exec(iso);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return match[1] === '-' ? -minutes : minutes;
}

const two = (number: number) => String(number).padStart(2, '0');

/** §4.2. `zone` is in minutes east of Greenwich. */
function dateText(at: Date, zone: number, part: string): string {
  const local = new Date(at.getTime() + zone * 60_000);
  const [date = '', time = ''] = local.toISOString().slice(0, 19).split('T');
  const sign = zone < 0 ? '-' : '+';
  const [hours, minutes] = [two(Math.floor(Math.abs(zone) / 60)), two(Math.abs(zone) % 60)];
  switch (part) {
    case 'year':
      return date.slice(0, 4);
    case 'month':
      return date.slice(5, 7);
    case 'day':
      return date.slice(8, 10);
    case 'date':
      return date;
    case 'julian':
      // The modified Julian day: days since 17 November 1858.
      return String(Math.floor(local.getTime() / 86_400_000) + 40_587);
    case 'hour':
      return time.slice(0, 2);
    case 'minute':
      return time.slice(3, 5);
    case 'second':
      return time.slice(6, 8);
    case 'time':
      return time;
    case 'iso8601':
      // §4.2: at an offset of zero "Z".
      return `${date}T${time}${zone === 0 ? 'Z' : `${sign}${hours}:${minutes}`}`;
    case 'std11':
      return mailDate(local).replace('+0000', `${sign}${hours}${minutes}`);
    case 'zone':
      return `${sign}${hours}${minutes}`;
    default:
      return String(local.getUTCDay());
  }
}
