/** The VacationResponse (RFC 8621 §8): read from the scripts, which are its only store. */
import { z } from 'zod';
import { activeParts, isVacationScript, textOf } from '#lib/sieve/rules/active-parts.ts';
import { sieveToVacation, type VacationReply } from '#lib/sieve/rules/vacation-script.ts';
import type { StoredScript } from '#server/store/index.ts';
import { invalidProperties, shaped } from '../errors.ts';
import { utcDate } from '../shapes.ts';

export interface JmapVacationResponse extends VacationReply {
  id: 'singleton';
  isEnabled: boolean;
}
export const vacationProperties = ['id', 'isEnabled', 'fromDate', 'toDate', 'subject', 'textBody', 'htmlBody'] as const;

const none: VacationReply = { fromDate: null, toDate: null, subject: null, textBody: null, htmlBody: null };

export function toJmapVacation(scripts: readonly StoredScript[]): JmapVacationResponse {
  const script = scripts.find(isVacationScript);
  const reply = (script && sieveToVacation(textOf(script))) ?? none;
  return { id: 'singleton', isEnabled: script !== undefined && activeParts(scripts).vacation, ...reply };
}

/** A reply that nobody would write by hand, and that would make the script too long. */
const body = z
  .string()
  .max(100_000)
  .refine((text) => !text.includes('\0'))
  .nullable();
const writable = z.strictObject({
  isEnabled: z.boolean(),
  fromDate: utcDate.nullable(),
  toDate: utcDate.nullable(),
  subject: z
    .string()
    .max(500)
    .regex(/^[^\p{Cc}]*$/u)
    .nullable(),
  textBody: body,
  htmlBody: body,
});

/** The object after the patch. Null for a property is its default. */
export function patchedVacation(now: JmapVacationResponse, patch: Record<string, unknown>): JmapVacationResponse {
  const { id, ...rest } = { ...now, ...patch };
  if (id !== 'singleton') throw invalidProperties(['id'], 'It cannot be changed.');
  const wanted = shaped(writable, { ...rest, isEnabled: rest.isEnabled ?? false });
  const { fromDate, toDate } = wanted;
  if (fromDate !== null && toDate !== null && Date.parse(fromDate) >= Date.parse(toDate))
    throw invalidProperties(['fromDate', 'toDate'], 'toDate must be later than fromDate.');
  return { id, ...wanted };
}
