/** Quota/queryChanges (RFC 9425 §4.5). */
import { capability } from '#lib/jmap/capabilities.ts';
import { neverCalculated } from '../standard/window.ts';

export const quotaQueryChanges = neverCalculated({ name: 'Quota/queryChanges', capability: capability.quota });
