/** SieveScript/validate (RFC 9661 §2.6). */
import { capability } from '#lib/jmap/capabilities.ts';
import { SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { idOrReference } from '../shapes.ts';
import { loadScripts } from './script-content.ts';

export const sieveScriptValidate = method({
  name: 'SieveScript/validate',
  capability: capability.sieve,
  args: { blobId: idOrReference },
  async run(context, { blobId }) {
    const found = (await loadScripts(context, [blobId])).get(blobId);
    return { error: found instanceof SetRefusal ? found.error : null };
  },
});
