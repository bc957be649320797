/** Quota/get (RFC 9425 §4.2). */
import { capability } from '#lib/jmap/capabilities.ts';
import { getMethod } from '../standard/get.ts';
import { quotaProperties, quotasOf } from './quota-object.ts';

export const quotaGet = getMethod({
  name: 'Quota/get',
  capability: capability.quota,
  properties: quotaProperties,
  read: quotasOf,
});
