/** The text of a Card by the conditions of RFC 9610 §3.3.1, folded for comparison: no case, no accents, one form of each character. */
import type { Card } from './card.ts';

export const searchableFields = [
  ...['name', 'name/given', 'name/surname', 'name/surname2', 'nickname', 'organization', 'email', 'phone', 'onlineService'],
  ...['address', 'note', 'text'],
] as const;
export type SearchableField = (typeof searchableFields)[number];

export function fold(text: string): string {
  return text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase().replaceAll(/\s+/g, ' ').replaceAll('\0', '').trim();
}

/** Fields without text are absent. Values of one field are apart by a line break, which no searched word holds. */
export function searchable(card: Card): Partial<Record<SearchableField, string>> {
  const components = card.name?.components ?? [];
  const named = (kind: string) => components.filter((component) => component.kind === kind).map(({ value }) => value);
  const all = <T>(map: Record<string, T> | undefined): T[] => Object.values(map ?? {});
  const lists: [SearchableField, (string | undefined)[]][] = [
    ['name', [card.name?.full, ...components.filter(({ kind }) => kind !== 'separator').map(({ value }) => value)]],
    ['name/given', named('given')],
    ['name/surname', named('surname')],
    ['name/surname2', named('surname2')],
    ['nickname', all(card.nicknames).map(({ name }) => name)],
    ['organization', all(card.organizations).map(({ name }) => name)],
    ['email', all(card.emails).flatMap(({ address, label }) => [address, label])],
    // Numbers also without what divides their digits: a search for 5551234 finds (555) 123-4.
    ['phone', all(card.phones).flatMap(({ number, label }) => [number, number.replaceAll(/[^\d+]/g, ''), label])],
    ['onlineService', all(card.onlineServices).flatMap(({ service, uri, user, label }) => [service, uri, user, label])],
    ['address', all(card.addresses).flatMap(({ full, components: parts }) => [full, ...(parts ?? []).map(({ value }) => value)])],
    ['note', all(card.notes).map(({ note }) => note)],
  ];
  const fields: Partial<Record<SearchableField, string>> = {};
  const rest = [
    ...all(card.titles).map(({ name }) => name),
    ...all(card.organizations).flatMap(({ units }) => (units ?? []).map(({ name }) => name)),
    ...Object.keys(card.keywords ?? {}),
    ...all(card.personalInfo).map(({ value }) => value),
    ...all(card.links).map(({ uri }) => uri),
  ];
  for (const [field, values] of lists) {
    const text = joined(values);
    if (text) fields[field] = text;
  }
  const text = joined([...lists.flatMap(([, values]) => values), ...rest]);
  if (text) fields.text = text;
  return fields;
}

function joined(values: readonly (string | undefined)[]): string {
  return [...new Set(values.map((value) => fold(value ?? '')).filter(Boolean))].join('\n');
}
