/**
 * Is this a Card (RFC 9553 §2)? What the RFC defines must have its type; properties that it does not define are kept as they are
 * (§1.7.2), so that programs newer than this one lose nothing.
 */
import { z } from 'zod';
import type { Card } from './card.ts';

const id = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/); // §1.4.1
const text = z.string().max(100_000);
const line = z.string().max(2000);
const unsigned = z.number().int().min(0);
const utc = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/)
  .refine((value) => !Number.isNaN(Date.parse(value)));
const set = (key: z.ZodString = z.string().min(1).max(1000)) => z.record(key, z.literal(true));
const typed = <Shape extends z.ZodRawShape>(type: string, shape: Shape) => z.looseObject({ '@type': z.literal(type).optional(), ...shape });
const mapOf = <T extends z.ZodType>(value: T) => z.record(id, value);

const entry = { contexts: set().optional(), pref: unsigned.min(1).max(100).optional(), label: line.optional() };
const component = (type: string) => typed(type, { kind: line, value: text, phonetic: line.optional() });
const components = {
  isOrdered: z.boolean().optional(),
  defaultSeparator: line.optional(),
  full: text.optional(),
  phoneticSystem: line.optional(),
  phoneticScript: line.optional(),
};
const address = typed('Address', {
  ...entry,
  ...components,
  components: z.array(component('AddressComponent')).max(100).optional(),
  countryCode: z
    .string()
    .regex(/^[A-Za-z]{2}$/)
    .optional(),
  coordinates: line.optional(),
  timeZone: line.optional(),
});
const partialDate = typed('PartialDate', {
  year: unsigned.max(9999).optional(),
  month: unsigned.min(1).max(12).optional(),
  day: unsigned.min(1).max(31).optional(),
  calendarScale: line.optional(),
}).refine(({ year, month, day }) => year !== undefined || (month !== undefined && day !== undefined)); // §2.8.1
const resource = (type: string, kind: z.ZodType = line.optional()) =>
  typed(type, { ...entry, kind, uri: z.string().min(1).max(2_000_000), mediaType: line.optional(), listAs: unsigned.min(1).optional() });

const card = z.looseObject({
  '@type': z.literal('Card').optional(),
  version: z.literal('1.0'),
  uid: z.string().min(1).max(1000),
  kind: line.optional(),
  created: utc.optional(),
  updated: utc.optional(),
  language: line.optional(),
  prodId: line.optional(),
  members: set().optional(),
  relatedTo: z.record(z.string().min(1), typed('Relation', { relation: set().optional() })).optional(),
  name: typed('Name', {
    ...components,
    components: z.array(component('NameComponent')).max(100).optional(),
    sortAs: z.record(line, line).optional(),
  }).optional(),
  nicknames: mapOf(typed('Nickname', { ...entry, name: line })).optional(),
  organizations: mapOf(
    typed('Organization', {
      ...entry,
      name: line.optional(),
      units: z.array(typed('OrgUnit', { name: line, sortAs: line.optional() })).optional(),
      sortAs: line.optional(),
    }),
  ).optional(),
  speakToAs: typed('SpeakToAs', {
    grammaticalGender: line.optional(),
    pronouns: mapOf(typed('Pronouns', { ...entry, pronouns: line })).optional(),
  }).optional(),
  titles: mapOf(typed('Title', { name: line, kind: line.optional(), organizationId: id.optional() })).optional(),
  emails: mapOf(typed('EmailAddress', { ...entry, address: z.string().min(1).max(1000) })).optional(),
  onlineServices: mapOf(
    typed('OnlineService', { ...entry, service: line.optional(), uri: line.optional(), user: line.optional() }),
  ).optional(),
  phones: mapOf(typed('Phone', { ...entry, number: z.string().min(1).max(1000), features: set().optional() })).optional(),
  preferredLanguages: mapOf(typed('LanguagePref', { ...entry, language: line })).optional(),
  calendars: mapOf(resource('Calendar')).optional(),
  schedulingAddresses: mapOf(typed('SchedulingAddress', { ...entry, uri: line })).optional(),
  addresses: mapOf(address).optional(),
  cryptoKeys: mapOf(resource('CryptoKey')).optional(),
  directories: mapOf(resource('Directory')).optional(),
  links: mapOf(resource('Link')).optional(),
  media: mapOf(resource('Media', line)).optional(),
  localizations: z.record(line, z.record(z.string(), z.unknown())).optional(),
  anniversaries: mapOf(
    typed('Anniversary', {
      kind: line,
      date: z.union([z.looseObject({ '@type': z.literal('Timestamp'), utc }), partialDate]),
      place: address.optional(),
    }),
  ).optional(),
  keywords: set().optional(),
  notes: mapOf(
    typed('Note', {
      note: text,
      created: utc.optional(),
      author: typed('Author', { name: line.optional(), uri: line.optional() }).optional(),
    }),
  ).optional(),
  personalInfo: mapOf(
    typed('PersonalInfo', {
      kind: line,
      value: line,
      level: line.optional(),
      listAs: unsigned.min(1).optional(),
      label: line.optional(),
    }),
  ).optional(),
});

export type CardReading = { ok: true; card: Card } | { ok: false; wrong: string[]; description: string };

/** `wrong`: the Card's own properties that are not what they must be. */
export function readCard(given: Record<string, unknown>): CardReading {
  const parsed = card.safeParse(given);
  if (parsed.success) return { ok: true, card: given as Card };
  const wrong = [...new Set(parsed.error.issues.map(({ path }) => String(path[0] ?? '')))];
  const [issue] = parsed.error.issues;
  return { ok: false, wrong, description: issue ? `${issue.path.join('/')}: ${issue.message}` : 'This is not a Card.' };
}
