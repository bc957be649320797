/** The /set of a type of which there are few (RFC 8620 §5.3): each object is a write of its own. */
import type { Capability } from '#lib/jmap/capabilities.ts';
import type { Arguments } from '#lib/jmap/invocation.ts';
import { method, type Method, type MethodContext } from '../method.ts';
import { setArguments } from '../shapes.ts';
import { SetRun } from './set.ts';

export function setMethod({
  create,
  update,
  destroy,
  ...definition
}: {
  name: string;
  capability: Capability;
  create: (context: MethodContext, run: SetRun, creationId: string, given: Arguments) => Promise<void>;
  update: (context: MethodContext, run: SetRun, key: string, patch: Arguments) => Promise<void>;
  destroy: (context: MethodContext, run: SetRun, key: string) => Promise<void>;
}): Method {
  return method({
    ...definition,
    args: setArguments,
    async run(context, args) {
      const run = await SetRun.begin(context, args);
      await run.eachAlone(args, {
        create: (creationId, given) => create(context, run, creationId, given),
        update: (key, patch) => update(context, run, key, patch),
        destroy: (key) => destroy(context, run, key),
      });
      return run.response();
    },
  });
}
