/**
 * What people edit of a Card (RFC 9553), and back: whatever the form does not show stays as it is. Entries keep their ids, so that their
 * labels and preferences do too.
 */
import type { Card, ContactEmail, PostalAddress } from './card.ts';
import { fullName, joinOrdered } from './names.ts';

export const places = ['private', 'work', 'other'] as const;
export type Place = (typeof places)[number];
export interface FormLine {
  /** Of the entry in the Card; null for a new one. */
  id: string | null;
  value: string;
  place: Place;
}
export interface CardForm {
  given: string;
  surname: string;
  nickname: string;
  organization: string;
  title: string;
  emails: FormLine[];
  phones: FormLine[];
  /** On several lines. */
  addresses: FormLine[];
  links: FormLine[];
  /** `1990-05-17`, `--05-17`, or ''. */
  birthday: string;
  note: string;
}

export const emptyForm: CardForm = {
  ...{ given: '', surname: '', nickname: '', organization: '', title: '', birthday: '', note: '' },
  ...{ emails: [], phones: [], addresses: [], links: [] },
};

const placeOf = ({ contexts }: { contexts?: Record<string, boolean> }): Place =>
  contexts?.work ? 'work' : contexts?.private ? 'private' : 'other';

function lines<T extends { contexts?: Record<string, boolean> }>(
  map: Record<string, T> | undefined,
  value: (one: T) => string,
): FormLine[] {
  return Object.entries(map ?? {}).map(([id, one]) => ({ id, value: value(one), place: placeOf(one) }));
}

export const addressText = ({ full, components, defaultSeparator }: PostalAddress): string =>
  full ?? joinOrdered(components ?? [], defaultSeparator ?? ', ');

export function formOf(card: Card): CardForm {
  const part = (kind: string) => (card.name?.components ?? []).filter((one) => one.kind === kind).map(({ value }) => value);
  const [given, surname] = [[...part('given'), ...part('given2')].join(' '), [...part('surname'), ...part('surname2')].join(' ')];
  const whole = card.name ? fullName(card.name) : '';
  // A Card may have its whole name alone: its last word is the surname, as nearly everybody's is.
  const [, first = whole, last = ''] = /^(.+)\s(\S+)$/.exec(whole) ?? [];
  const isSplit = given !== '' || surname !== '';
  const birth = Object.values(card.anniversaries ?? {}).find(({ kind }) => kind === 'birth')?.date;
  return {
    given: isSplit ? given : first,
    surname: isSplit ? surname : last,
    nickname: Object.values(card.nicknames ?? {})[0]?.name ?? '',
    organization: Object.values(card.organizations ?? {})[0]?.name ?? '',
    title: Object.values(card.titles ?? {})[0]?.name ?? '',
    emails: lines(card.emails, ({ address }) => address),
    phones: lines(card.phones, ({ number }) => number),
    addresses: lines(card.addresses, addressText),
    links: lines(card.links, ({ uri }) => uri ?? ''),
    birthday: birth && !('utc' in birth) && birth.month && birth.day ? dayText(birth.year, birth.month, birth.day) : '',
    note: Object.values(card.notes ?? {})
      .map(({ note }) => note)
      .join('\n'),
  };
}

const two = (number: number) => String(number).padStart(2, '0');
const dayText = (year: number | undefined, month: number, day: number) =>
  `${year === undefined ? '-' : String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;

/** The properties that the form changes, for ContactCard/set: null takes one away. What was not changed is not there. */
export function patchOf(form: CardForm, card: Partial<Card>, newId: () => string): Record<string, unknown> {
  const before = formOf({ version: '1.0', uid: '', ...card });
  const patch: Record<string, unknown> = {};
  const differs = (key: keyof CardForm) => JSON.stringify(form[key]) !== JSON.stringify(before[key]);
  if (differs('given') || differs('surname')) patch.name = nameOf(form, card);
  const first = (map: object | undefined) => Object.keys(map ?? {})[0] ?? newId();
  const single = (key: 'nickname' | 'organization' | 'title', property: 'nicknames' | 'organizations' | 'titles') => {
    if (!differs(key)) return;
    const map = card[property] as Record<string, object> | undefined;
    const id = first(map);
    const { [id]: old, ...rest } = map ?? {};
    const value = form[key].trim();
    patch[property] = orNull(value === '' ? rest : { [id]: { ...old, name: value }, ...rest });
  };
  single('nickname', 'nicknames');
  single('organization', 'organizations');
  single('title', 'titles');
  const list = (key: 'emails' | 'phones' | 'addresses' | 'links', write: (value: string, old: object) => object) => {
    if (!differs(key)) return;
    const map = (card[key] ?? {}) as Record<string, { contexts?: Record<string, boolean> }>;
    const entries = form[key]
      .filter(({ value }) => value.trim() !== '')
      .map(({ id, value, place }): [string, object] => {
        const known = id === null ? undefined : map[id];
        const old = before[key].find((one) => one.id === id);
        const { contexts: _contexts, ...rest } = known ?? {};
        const contexts = old?.place === place ? (known?.contexts ?? null) : place === 'other' ? null : { [place]: true };
        const written = known && old?.value === value ? rest : write(value.trim(), rest);
        return [id ?? newId(), { ...written, ...(contexts ? { contexts } : {}) }];
      });
    patch[key] = orNull(Object.fromEntries(entries));
  };
  list('emails', (address, old) => ({ ...old, address }) satisfies ContactEmail);
  list('phones', (number, old) => ({ ...old, number }));
  list('addresses', (full, old) => ({ ...withoutParts(old), full }));
  list('links', (uri, old) => ({ ...old, uri: /^[a-z][a-z0-9+.-]*:/i.test(uri) ? uri : `https://${uri}` }));
  if (differs('birthday')) patch.anniversaries = birthdayOf(form.birthday, card, newId);
  if (differs('note')) patch.notes = form.note.trim() === '' ? null : { [first(card.notes)]: { note: form.note.trim() } };
  return patch;
}

const orNull = <T extends object>(map: T): T | null => (Object.keys(map).length > 0 ? map : null);

function withoutParts(address: PostalAddress): object {
  const { components: _components, isOrdered: _ordered, defaultSeparator: _separator, ...rest } = address;
  return rest;
}

/** Titles, generations and what else a name is made of stay where they are. */
function nameOf({ given, surname }: CardForm, { name }: Partial<Card>): object | null {
  const written = ['given', 'given2', 'surname', 'surname2', 'separator'];
  const kept = (name?.components ?? []).filter(({ kind }) => !written.includes(kind));
  const components = [
    ...kept.filter(({ kind }) => kind === 'title'),
    ...(given.trim() ? [{ kind: 'given', value: given.trim() }] : []),
    ...(surname.trim() ? [{ kind: 'surname', value: surname.trim() }] : []),
    ...kept.filter(({ kind }) => kind !== 'title'),
  ];
  if (components.length === 0) return null;
  return { components, isOrdered: true, full: components.map(({ value }) => value).join(' ') };
}

function birthdayOf(text: string, { anniversaries }: Partial<Card>, newId: () => string): object | null {
  const all = Object.entries(anniversaries ?? {});
  const id = all.find(([, { kind }]) => kind === 'birth')?.[0] ?? newId();
  const rest = Object.fromEntries(all.filter(([key]) => key !== id));
  const match = /^(\d{4}|-)-(\d\d)-(\d\d)$/.exec(text);
  if (!match) return orNull(rest);
  const [, year, month, day] = match;
  const date = { ...(year === '-' ? {} : { year: Number(year) }), month: Number(month), day: Number(day) };
  return { ...rest, [id]: { kind: 'birth', date } };
}
