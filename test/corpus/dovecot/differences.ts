/**
 * Where two observations of one message differ, beyond what each server may do as it likes. What is passed over here has its reason at the
 * place; messages that differ for a reason of their own stand in `reasoned.ts`.
 */
import type { Observation, Plain } from './observe.ts';

/** Each difference as `where: theirs / ours`. */
export function differences(theirs: Observation, ours: Observation): string[] {
  const found: string[] = [];
  if (theirs.size !== ours.size) found.push(`size: ${theirs.size} / ${ours.size}`);
  const isStructureEqual = JSON.stringify(theirs.structure) === JSON.stringify(ours.structure);
  walk(theirs.structure, ours.structure, 'structure', found);
  walkEnvelope(theirs, ours, found);
  for (const [section, hash] of Object.entries(theirs.parts)) {
    // A difference of structure that has its reason brings others of its parts with it: these are not told again.
    if (!isStructureEqual && ours.parts[section] === undefined) continue;
    if (!isStructureEqual && /[\d]/.test(section) && found.length === 0) continue;
    // RFC 2046 §5.1.1: the line end before an outer delimiter is the delimiter's, also where an inner one ends there. Dovecot counts it twice.
    if (ours.parts[section] !== hash && ours.ended[section] !== hash) found.push(`BODY[${section}]: ${hash} / ${ours.parts[section]}`);
  }
  for (const [section, hash] of Object.entries(isStructureEqual ? theirs.decoded : {})) {
    // What Dovecot refuses to decode (uuencode, broken base64) we read as far as it goes.
    if (hash !== 'broken' && hash !== 'unknown' && ours.decoded[section] !== hash)
      found.push(`BINARY[${section}]: ${hash} / ${ours.decoded[section]}`);
  }
  return found;
}

const eightBit = /[\u0080-\u00ff]/;
/** What Dovecot writes for an address that is none. */
const noAddress = /SYNTAX_ERROR|MISSING_(DOMAIN|MAILBOX)/;
const fields = ['date', 'subject', 'from', 'sender', 'reply-to', 'to', 'cc', 'bcc', 'in-reply-to', 'message-id'];

/** A field that stands there twice: the first one counts for us, the last one or both for Dovecot. */
function walkEnvelope(theirs: Observation, ours: Observation, found: string[]): void {
  const [a, b] = [theirs.envelope, ours.envelope];
  if (!Array.isArray(a) || !Array.isArray(b)) return void found.push('envelope: is not there');
  const repeated = new Set(ours.repeated);
  if (repeated.has('from')) for (const name of ['sender', 'reply-to']) repeated.add(name);
  for (const [index, name] of fields.entries())
    if (!repeated.has(name)) walk(a[index] ?? null, b[index] ?? null, `envelope.${name}`, found);
}

function walk(theirs: Plain, ours: Plain, at: string, found: string[]): void {
  if (Array.isArray(theirs) && Array.isArray(ours)) {
    const aligned = withoutEmptyEnd(theirs, ours);
    if (aligned.length === ours.length && !noAddress.test(JSON.stringify(aligned.filter((one) => !Array.isArray(one))))) {
      const begins = found.length;
      aligned.forEach((one, index) => walk(one, ours[index] ?? null, `${at}.${index}`, found));
      if (isMessage(theirs) && found.length > begins && isClosedEarlier(theirs, ours)) found.length = begins;
      return;
    }
    if (isEmptyMultipart(theirs) && ours[0] === 'text') return;
  }
  // Addresses that are none: each makes of them what it can.
  if (noAddress.test(JSON.stringify(theirs))) return;
  // RFC 9051 §7.5.2: these are ASCII; Dovecot sends what the message has, we make encoded words of it.
  if (typeof theirs === 'string' && eightBit.test(theirs) && typeof ours === 'string' && !eightBit.test(ours)) return;
  if (comparable(theirs) !== comparable(ours))
    found.push(`${at}: ${JSON.stringify(theirs).slice(0, 300)} / ${JSON.stringify(ours).slice(0, 300)}`);
}

/** White space where a field was folded is one space to Dovecot; to us it is what stands there, as RFC 5322 §2.2.3 has it. */
const comparable = (value: Plain) => (typeof value === 'string' ? value.replace(/\s+/g, ' ').trim() : JSON.stringify(value));

/** No parts in a multipart: RFC 9051 §9 wants one. Dovecot invents an empty text in it, we show its text as what it is. */
function isEmptyMultipart(structure: Plain[]): boolean {
  const [only, subtype] = structure;
  return Array.isArray(only) && typeof subtype === 'string' && isEmptyText(only);
}

const isEmptyText = (part: Plain) => Array.isArray(part) && part[0] === 'text' && part[1] === 'plain' && part[6] === 0;

/** A delimiter at the very end opens another, empty part to Dovecot, and none to us. */
function withoutEmptyEnd(theirs: Plain[], ours: Plain[]): Plain[] {
  const end = theirs.findIndex((child) => !Array.isArray(child));
  const isExtra = Array.isArray(theirs[0]) && theirs.length === ours.length + 1 && end > 1 && isEmptyText(theirs[end - 1] ?? null);
  return isExtra ? [...theirs.slice(0, end - 1), ...theirs.slice(end)] : theirs;
}

const isMessage = (structure: Plain[]) => structure[0] === 'message' && structure[1] === 'rfc822';

/** The line end before the outer delimiter again: two octets and a line. */
function isClosedEarlier(theirs: Plain[], ours: Plain[]): boolean {
  const rest: string[] = [];
  for (const [index, one] of theirs.entries()) if (index !== 6 && index !== 9) walk(one, ours[index] ?? null, '', rest);
  return rest.length === 0 && Number(theirs[6]) === Number(ours[6]) + 2 && Number(theirs[9]) === Number(ours[9]) + 1;
}
