/** A Card while it is read from a vCard: entries get ids, and what parameters say (RFC 9555 §2.3). */
import type { Card } from '../contacts/card.ts';
import type { ContentLine } from './content-lines.ts';

/** jCard's form of a property (RFC 7095 §3.3): for what JSContact has no place for. */
export type JCardProperty = [name: string, params: Record<string, string | string[]>, type: string, ...values: string[]];

type MapName = {
  [K in keyof Card]-?: Exclude<Card[K], undefined> extends Record<string, object> ? K : never;
}[keyof Card];

export class CardBuilder {
  readonly card: Card;
  readonly #labels: ReadonlyMap<string, string>;
  readonly #counts = new Map<string, number>();
  readonly #other: JCardProperty[] = [];

  constructor(uid: string, labels: ReadonlyMap<string, string>) {
    this.card = { '@type': 'Card', version: '1.0', uid };
    this.#labels = labels;
  }

  /** Adds an entry to a map of the Card: its id, contexts, preference and label come from the line. Gives the id. */
  add(map: string, prefix: string, line: ContentLine, entry: Record<string, unknown>): string {
    const entries = (this.card[map as MapName] ??= {} as never) as Record<string, object>;
    const wanted = line.params.get('prop-id')?.[0] ?? '';
    const id = /^[A-Za-z0-9_-]{1,255}$/.test(wanted) && !Object.hasOwn(entries, wanted) ? wanted : this.#nextId(prefix, entries);
    const label = this.#labels.get(line.group);
    entries[id] = { ...entry, ...commonOf(line), ...(label ? { label } : {}) };
    return id;
  }

  keep({ name, params, value, group }: ContentLine): void {
    const type = params.get('value')?.[0]?.toLowerCase() ?? 'unknown';
    const kept: Record<string, string | string[]> = group ? { group } : {};
    for (const [key, values] of params) if (key !== 'value') kept[key] = values.length === 1 ? (values[0] ?? '') : values;
    this.#other.push([name, kept, type, value]);
  }

  build(): Card {
    return this.#other.length > 0 ? { ...this.card, vCardProps: this.#other } : this.card;
  }

  #nextId(prefix: string, entries: Record<string, object>): string {
    let n = this.#counts.get(prefix) ?? 0;
    do n++;
    while (Object.hasOwn(entries, `${prefix}-${n}`));
    this.#counts.set(prefix, n);
    return `${prefix}-${n}`;
  }
}

/** RFC 9555 §2.3.17, §2.3.22. vCard 3 and 2.1 have TYPE=pref. */
function commonOf({ params }: ContentLine): Record<string, unknown> {
  const types = typesOf(params);
  const contexts = Object.fromEntries(
    types.flatMap((type) => {
      const context = contextNames[type];
      return context ? [[context, true]] : [];
    }),
  );
  const pref = Number(params.get('pref')?.[0] ?? (types.includes('pref') ? 1 : Number.NaN));
  return {
    ...(Object.keys(contexts).length > 0 ? { contexts } : {}),
    ...(Number.isInteger(pref) && pref >= 1 && pref <= 100 ? { pref } : {}),
  };
}

const contextNames: Record<string, string> = { home: 'private', work: 'work', billing: 'billing', delivery: 'delivery' };

export const typesOf = (params: ReadonlyMap<string, string[]>): string[] => (params.get('type') ?? []).map((type) => type.toLowerCase());
