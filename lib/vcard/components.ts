/** Names and addresses: JSContact's list of components and vCard's places for them (RFC 9555 §2.5.5, §2.6.1, §3.3.1). */
import type { NameComponent } from '../contacts/card.ts';
import { escapeText, writeStructured } from './write-lines.ts';
import { splitAt, unescapeText } from './content-lines.ts';

export const nameKinds = ['surname', 'given', 'given2', 'title', 'credential', 'surname2', 'generation'] as const;
/** RFC 6350's seven, then RFC 9554's. Places 1 and 2 hold all of an address that has no place of its own in older vCards. */
export const addressKinds = [
  ...['postOfficeBox', 'apartment', 'name', 'locality', 'region', 'postcode', 'country', 'room', 'apartment', 'floor', 'number', 'name'],
  ...['building', 'block', 'subdistrict', 'district', 'landmark', 'direction'],
] as const;

export interface Ordered {
  components: NameComponent[];
  isOrdered?: boolean;
  defaultSeparator?: string;
}

/** `jscomps`: the parameter's value, undefined without it. */
export function readComponents(values: readonly string[][], kinds: readonly string[], jscomps: string | undefined): Ordered {
  const ordered = jscomps === undefined ? undefined : inOrder(values, kinds, jscomps);
  if (ordered) return ordered;
  const isModern = kinds === addressKinds && values.slice(7).some((component) => component.length > 0);
  const repeated = kinds === nameKinds ? { 0: values[5] ?? [], 4: values[6] ?? [] } : {};
  return {
    components: values.flatMap((component, place) => {
      if (isModern && (place === 1 || place === 2)) return []; // it repeats the components behind
      const also: string[] = (repeated as Record<number, string[]>)[place] ?? [];
      const kind = kinds[place];
      return kind === undefined ? [] : component.filter((value) => !also.includes(value)).map((value) => ({ kind, value }));
    }),
  };
}

/** JSCOMPS: which value comes when, and what stands between. Undefined when it does not fit the values. */
function inOrder(values: readonly string[][], kinds: readonly string[], jscomps: string): Ordered | undefined {
  const [first = '', ...entries] = splitAt(jscomps, ';');
  const separatorOf = (entry: string) => (entry.startsWith('s,') ? unescapeText(entry.slice(2)) : undefined);
  const components: NameComponent[] = [];
  for (const entry of entries) {
    const separator = separatorOf(entry);
    const [, place = '', index = '0'] = /^(\d+)(?:,(\d+))?$/.exec(entry) ?? [];
    const kind = kinds[Number(place)];
    const value = values[Number(place)]?.[Number(index)];
    if (separator !== undefined) components.push({ kind: 'separator', value: separator });
    else if (place === '' || kind === undefined || value === undefined) return undefined;
    else components.push({ kind, value });
  }
  const defaultSeparator = separatorOf(first);
  return { components, isOrdered: true, ...(defaultSeparator === undefined ? {} : { defaultSeparator }) };
}

/** Where older programs look for what has a place of its own only since RFC 9554. */
const also: Record<string, number> = { surname2: 0, generation: 4 };

export interface WrittenComponents {
  value: string;
  jscomps: string | undefined;
}

export function writeComponents(kinds: readonly string[], { components, isOrdered, defaultSeparator }: Ordered): WrittenComponents {
  const isAddress = kinds !== nameKinds;
  const values: string[][] = kinds.map(() => []);
  const order: string[] = [];
  for (const { kind, value } of components) {
    if (kind === 'separator') {
      order.push(`s,${escapeText(value)}`);
      continue;
    }
    const place = isAddress ? kinds.lastIndexOf(kind) : kinds.indexOf(kind);
    if (place < 0 || value === '') continue;
    values[place]?.push(value);
    order.push(`${place},${(values[place]?.length ?? 1) - 1}`.replace(/,0$/, ''));
  }
  const parts = (...wanted: string[]) => components.filter(({ kind }) => wanted.includes(kind)).map(({ value }) => value);
  if (isAddress) {
    values[1] = parts('room', 'floor', 'apartment', 'building');
    const street = parts('number', 'name', 'block', 'direction', 'landmark', 'subdistrict', 'district').join(' ');
    values[2] = street ? [street] : [];
  } else for (const [kind, place] of Object.entries(also)) values[place]?.push(...parts(kind));
  const begin = defaultSeparator === undefined ? '' : `s,${escapeText(defaultSeparator)}`;
  return { value: writeStructured(values), jscomps: isOrdered ? [begin, ...order].join(';') : undefined };
}
