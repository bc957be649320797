/** What every /get does (RFC 8620 §5.1). */
import type { Capability } from '#lib/jmap/capabilities.ts';
import { accountState } from '#server/store/index.ts';
import { MethodError } from '../errors.ts';
import { limits } from '../limits.ts';
import { method, type Method, type MethodContext } from '../method.ts';
import { getArguments } from '../shapes.ts';

/** The /get of a type of which there are few. `read` gives them all, or at least those of `ids` that are there. */
export function getMethod<T extends { id: string }>({
  properties,
  read,
  ...definition
}: {
  name: string;
  capability: Capability;
  /** As of `method`. */
  sharing?: boolean;
  properties: readonly string[];
  read: (context: MethodContext, ids: string[] | null) => Promise<readonly T[]>;
}): Method {
  return method({
    ...definition,
    args: getArguments,
    async run(context, args) {
      const state = await accountState(context.accountId); // before the objects: a change in between is told once more, never missed
      return { state: String(state), ...getFrom(await read(context, idsToGet(args.ids)), args, properties) };
    },
  });
}

/** The ids asked for, each once. Null: all. Throws requestTooLarge. */
export function idsToGet(ids: readonly string[] | null | undefined): string[] | null {
  if (!ids) return null;
  const distinct = [...new Set(ids)];
  if (distinct.length > limits.maxObjectsInGet) throw new MethodError('requestTooLarge', `At most ${limits.maxObjectsInGet} ids at once.`);
  return distinct;
}

/** Throws invalidArguments for a property that the type does not have. */
export function checkProperties(properties: readonly string[] | null | undefined, isKnown: (property: string) => boolean): void {
  const unknown = properties?.find((property) => !isKnown(property));
  if (unknown !== undefined) throw new MethodError('invalidArguments', `properties: there is no "${unknown}".`);
}

/** Only the properties asked for, `id` always among them. */
export function pick<T extends { id: string }>(object: T, properties: readonly string[] | null | undefined): Partial<T> & { id: string } {
  if (!properties) return object;
  const wanted = new Set<string>(['id', ...properties]);
  return Object.fromEntries(Object.entries(object).filter(([key]) => wanted.has(key))) as Partial<T> & { id: string };
}

/** Those asked for, of all that were read. */
export function getFrom<T extends { id: string }>(
  all: readonly T[],
  args: { ids?: string[] | null | undefined; properties?: string[] | null | undefined },
  known: readonly string[],
): { list: (Partial<T> & { id: string })[]; notFound: string[] } {
  checkProperties(args.properties, (property) => known.includes(property));
  const ids = idsToGet(args.ids);
  const byId = new Map(all.map((object) => [object.id, object]));
  const found = ids === null ? all : ids.flatMap((id) => byId.get(id) ?? []);
  return { list: found.map((object) => pick(object, args.properties)), notFound: (ids ?? []).filter((id) => !byId.has(id)) };
}
