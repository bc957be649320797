/** Quota/queryChanges (RFC 9425 §4.5): never calculated, there is one at most. */
import { capability } from '#lib/jmap/capabilities.ts';
import { MethodError } from '../errors.ts';
import { method } from '../method.ts';
import { queryChangesArguments } from '../shapes.ts';

export const quotaQueryChanges = method({
  name: 'Quota/queryChanges',
  capability: capability.quota,
  args: queryChangesArguments,
  run: () => Promise.reject(new MethodError('cannotCalculateChanges')),
});
