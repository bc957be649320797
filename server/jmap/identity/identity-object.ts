/** Identity objects (RFC 8621 §6) and what may be written into them. */
import { z } from 'zod';
import { identityWireId } from '#lib/ids.ts';
import type { JmapIdentity } from '#lib/jmap/types.ts';
import type { listIdentities } from '#server/store/index.ts';
import { shaped } from '../errors.ts';

export type StoredIdentity = Awaited<ReturnType<typeof listIdentities>>[number];

export const identityProperties = ['id', 'name', 'email', 'replyTo', 'bcc', 'textSignature', 'htmlSignature', 'mayDelete'];

export function toJmapIdentity(accountId: number, identity: StoredIdentity): JmapIdentity {
  const { identityId, name, email, replyTo, bcc, textSignature, htmlSignature, mayDelete } = identity;
  return { id: identityWireId(accountId, identityId), name, email, replyTo, bcc, textSignature, htmlSignature, mayDelete };
}

const line = z
  .string()
  .max(1000)
  .regex(/^[^\p{Cc}]*$/u);
const addresses = z
  .array(z.strictObject({ name: line.nullish().transform((name) => name ?? null), email: line.min(1).max(320) }))
  .max(100)
  .nullable();
const signature = z.string().max(256 * 1024);
const writable = z.strictObject({
  name: line.optional(),
  replyTo: addresses.optional(),
  bcc: addresses.optional(),
  textSignature: signature.optional(),
  htmlSignature: signature.optional(),
});
export type IdentityChange = { [K in keyof z.output<typeof writable>]?: Exclude<z.output<typeof writable>[K], undefined> };

/** Throws invalidProperties with the names of all that are wrong. */
export function readIdentityChange(given: Record<string, unknown>): IdentityChange {
  return shaped(writable, given) as IdentityChange; // no property is there as undefined: it came from JSON
}
