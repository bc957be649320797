/** Cards that seem to be of one person, and one Card made of several. */
import type { Card } from './card.ts';
import { displayName } from './names.ts';
import { fold } from './searchable.ts';

/** Each list has two Cards or more: they share an address, a telephone number, or the whole of a name of two words. */
export function findDuplicates<T extends { id: string; card: Card }>(contacts: readonly T[]): T[][] {
  const byKey = new Map<string, T[]>();
  for (const one of contacts) {
    if (one.card.kind !== undefined && one.card.kind !== 'individual') continue;
    for (const key of keysOf(one.card)) byKey.set(key, [...(byKey.get(key) ?? []), one]);
  }
  const root = new Map<string, string>();
  const rootOf = (id: string): string => {
    const above = root.get(id) ?? id;
    return above === id ? id : rootOf(above);
  };
  for (const [first, ...others] of byKey.values()) {
    if (!first) continue;
    for (const other of others) root.set(rootOf(other.id), rootOf(first.id));
  }
  const sets = new Map<string, T[]>();
  for (const one of contacts) sets.set(rootOf(one.id), [...(sets.get(rootOf(one.id)) ?? []), one]);
  return [...sets.values()].filter(({ length }) => length > 1);
}

function keysOf(card: Card): string[] {
  const name = fold(displayName({ version: '1.0', uid: '', ...(card.name ? { name: card.name } : {}) }));
  const phones = Object.values(card.phones ?? {}).map(({ number }) => number.replaceAll(/\D/g, '').slice(-9));
  return [
    ...Object.values(card.emails ?? {}).map(({ address }) => `email ${address.trim().toLowerCase()}`),
    ...phones.filter(({ length }) => length >= 7).map((digits) => `phone ${digits}`),
    ...(name.includes(' ') ? [`name ${name}`] : []),
  ];
}

type Entries = Record<string, Record<string, unknown>>;
/** What makes two entries the same. */
const sameBy: Record<string, (entry: Record<string, unknown>) => string> = {
  emails: ({ address }) => String(address).trim().toLowerCase(),
  phones: ({ number }) => String(number).replaceAll(/[^\d+]/g, ''),
  addresses: (address) => fold(JSON.stringify(address.full ?? address.components)),
  links: ({ uri }) => String(uri).replace(/\/$/, ''),
  nicknames: ({ name }) => fold(String(name)),
  organizations: ({ name }) => fold(String(name)),
  titles: ({ name }) => fold(String(name)),
  notes: ({ note }) => fold(String(note)),
  onlineServices: ({ uri, user }) => fold(String(uri ?? user)),
  anniversaries: ({ kind, date }) => JSON.stringify([kind, date]),
  personalInfo: ({ kind, value }) => JSON.stringify([kind, value]),
  media: ({ kind }) => String(kind), // one photo is enough
};

/** The patch for the first Card, so that nothing of the others is lost. Where only one thing can be, the first one's stays. */
export function mergedPatch(cards: readonly Card[]): Record<string, unknown> {
  const [first, ...others] = cards;
  if (!first) return {};
  const patch: Record<string, unknown> = {};
  const names = new Set(others.flatMap((card) => Object.keys(card)));
  for (const property of names) {
    if (['id', 'uid', 'created', 'updated', 'version', '@type', 'prodId', 'addressBookIds'].includes(property)) continue;
    const own = first[property];
    const theirs = others.map((card) => card[property]).filter((value) => value !== undefined);
    const same = sameBy[property];
    if (same) {
      const merged: Entries = { ...((own ?? {}) as Entries) };
      const seen = new Set(Object.values(merged).map(same));
      for (const [key, entry] of theirs.flatMap((map) => Object.entries(map as Entries))) {
        if (seen.has(same(entry))) continue;
        seen.add(same(entry));
        let id = key;
        for (let count = 2; id in merged; count++) id = `${key}-${count}`;
        merged[id] = entry;
      }
      if (JSON.stringify(merged) !== JSON.stringify(own ?? {})) patch[property] = merged;
    } else if (isSet(own) || (own === undefined && theirs.every(isSet))) {
      const merged = Object.assign({}, ...theirs, own ?? {}) as object;
      if (JSON.stringify(merged) !== JSON.stringify(own)) patch[property] = merged;
    } else if (own === undefined) patch[property] = theirs[0];
  }
  return patch;
}

/** keywords, members: names with `true`. */
const isSet = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.values(value).length > 0 && Object.values(value).every((one) => one === true);
