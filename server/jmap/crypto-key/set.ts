/** CryptoKey/set, ours. The id of a key is given by the client: it is made from the fingerprint, so that a key is kept once. */
import { capability } from '#lib/jmap/capabilities.ts';
import { addCryptoKey, changeCryptoKey, listCryptoKeys, removeCryptoKey } from '#server/store/index.ts';
import { toUtcDate } from '../email/utc-date.ts';
import { SetRefusal } from '../errors.ts';
import { method } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { SetRun } from '../standard/set.ts';
import { readCryptoKey, readCryptoKeyPatch } from './crypto-key-object.ts';

const most = 5000;

export const cryptoKeySet = method({
  name: 'CryptoKey/set',
  capability: capability.keys,
  args: setArguments,
  async run(context, args) {
    const { accountId } = context;
    const run = await SetRun.begin(context, args);
    let count = args.create ? (await listCryptoKeys(accountId)).length : 0;
    await run.each(args, {
      create: async (creationId, given) => {
        if (count >= most) throw new SetRefusal('overQuota', { description: `An account has at most ${most} keys. Remove some.` });
        const { id, ...key } = readCryptoKey(given);
        const createdAt = await addCryptoKey(accountId, { keyId: id, ...key });
        if (!createdAt) throw new SetRefusal('alreadyExists', { existingId: id });
        count++;
        run.noteCreated(creationId, { id, createdAt: toUtcDate(createdAt) });
      },
      update: async (id, patch) => {
        const { emails, publicKey, secret, trusted, encryptByDefault } = readCryptoKeyPatch(patch);
        const change = {
          ...(emails ? { emails } : {}),
          ...(publicKey ? { publicKey } : {}),
          ...(secret ? { secret } : {}),
          ...(trusted === undefined ? {} : { trusted }),
          ...(encryptByDefault === undefined ? {} : { encryptByDefault }),
        };
        if (!(await changeCryptoKey(accountId, id, change))) throw new SetRefusal('notFound');
        run.updated[id] = null;
      },
      destroy: async (id) => {
        if (!(await removeCryptoKey(accountId, id))) throw new SetRefusal('notFound');
        run.destroyed.push(id);
      },
    });
    return run.response();
  },
});
