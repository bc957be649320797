/** Shapes of arguments that many methods share (RFC 8620 §1.2–1.4, §5). */
import { z } from 'zod';

/** RFC 8620 §1.2: 1–255 characters of the URL-safe base64 alphabet. */
export const id = z.string().regex(/^[A-Za-z0-9_-]{1,255}$/, 'not an Id');
/** An Id, or `#` and a creation id. */
export const idOrReference = z.string().regex(/^#?[A-Za-z0-9_-]{1,255}$/, 'not an Id');
export const unsignedInt = z
  .number()
  .int()
  .min(0)
  .max(2 ** 53 - 1);
export const int = z
  .number()
  .int()
  .min(-(2 ** 53) + 1)
  .max(2 ** 53 - 1);
/** RFC 8620 §1.4: RFC 3339 with `Z`, upper-case letters, fraction only when not zero. We take any fraction. */
export const utcDate = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/, 'not a UTCDate')
  .refine((text) => !Number.isNaN(Date.parse(text)), 'not a UTCDate');
export const state = z.string();
export const object = z.record(z.string(), z.unknown());

/** RFC 8620 §5.1. `ids` are checked one by one: what is not an Id of ours is notFound. */
export const getArguments = {
  ids: z.array(z.string()).nullish(),
  properties: z.array(z.string()).nullish(),
};
/** RFC 8620 §5.2. */
export const changesArguments = {
  sinceState: state,
  maxChanges: z
    .number()
    .int()
    .min(1)
    .max(2 ** 53 - 1)
    .nullish(),
};
/** RFC 8620 §5.3. */
export const setArguments = {
  ifInState: state.nullish(),
  create: z.record(id, object).nullish(),
  update: z.record(idOrReference, object).nullish(),
  destroy: z.array(idOrReference).nullish(),
};
export interface SetArguments {
  ifInState?: string | null | undefined;
  create?: Record<string, Record<string, unknown>> | null | undefined;
  update?: Record<string, Record<string, unknown>> | null | undefined;
  destroy?: string[] | null | undefined;
}
/** RFC 8620 §5.5: `isAscending` is true and `collation` the server's own unless given. */
export const comparator = z.looseObject({
  property: z.string(),
  isAscending: z.boolean().optional(),
  collation: z.string().optional(),
});
export const queryArguments = {
  filter: object.nullish(),
  sort: z.array(comparator).nullish(),
  position: int.nullish(),
  anchor: id.nullish(),
  anchorOffset: int.nullish(),
  limit: unsignedInt.nullish(),
  calculateTotal: z.boolean().nullish(),
};
export const queryChangesArguments = {
  filter: object.nullish(),
  sort: z.array(comparator).nullish(),
  sinceQueryState: state,
  maxChanges: unsignedInt.nullish(),
  upToId: id.nullish(),
  calculateTotal: z.boolean().nullish(),
};

/** RFC 8620 §5.2: a state that we never gave out cannot be calculated from. */
export function readState(text: string): number | undefined {
  return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
