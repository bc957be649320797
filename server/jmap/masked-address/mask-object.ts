/** MaskedAddress objects, ours: addresses of the user's own for one correspondent each. */
import { z } from 'zod';
import { maskWireId } from '#lib/ids.ts';
import { maskLimits } from '#lib/addresses/mask-name.ts';
import type { MaskedAddress } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { shaped } from '../errors.ts';

export interface JmapMaskedAddress {
  id: string;
  email: string;
  /** What the user calls it. */
  label: string;
  /** The site that it was made for. */
  forDomain: string | null;
  /** Mail to one that is not enabled is refused. */
  isEnabled: boolean;
  createdAt: string;
  /** When somebody last wrote to it, to the hour. */
  lastUsedAt: string | null;
}
export const maskProperties = ['id', 'email', 'label', 'forDomain', 'isEnabled', 'createdAt', 'lastUsedAt'] as const;

export const toJmapMask = (accountId: number, { maskId, createdAt, usedAt, ...mask }: MaskedAddress): JmapMaskedAddress => ({
  ...mask,
  id: maskWireId(accountId, maskId),
  createdAt: toUtcDate(createdAt),
  lastUsedAt: usedAt && toUtcDate(usedAt),
});

const writable = z.strictObject({
  label: z
    .string()
    .max(maskLimits.label)
    .regex(/^[^\p{Cc}]*$/u)
    .optional(),
  forDomain: z
    .string()
    .max(253)
    .regex(/^[^\s\p{Cc}/@]+$/u)
    .nullable()
    .optional(),
  isEnabled: z.boolean().optional(),
});

/** Throws invalidProperties with the names of all that are wrong. */
export const readMaskChange = (given: Record<string, unknown>): z.output<typeof writable> => shaped(writable, given);
