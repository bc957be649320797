/** What a method is: a name, the capability it belongs to, the shape of its arguments, and what it does. */
import { z } from 'zod';
import type { Arguments } from '#lib/jmap/invocation.ts';
import type { Capability } from '#lib/jmap/capabilities.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import type { Credential } from '#server/store/index.ts';
import { findAccount, type AccountAccess } from './account-access.ts';
import { MethodError } from './errors.ts';
import { SharedView } from './shared/view.ts';

export interface MethodContext {
  user: AuthenticatedUser;
  /** What the user signed in with: push subscriptions are bound to it. */
  credential: Credential;
  /** All that the user may see. */
  accounts: readonly AccountAccess[];
  /** The account that the call names, one of those. */
  accountId: number;
  /** Set where that account is somebody else's: what of it the user sees. Only methods with `sharing` get there. */
  shared: SharedView | null;
  using: ReadonlySet<string>;
  /** Creation id → id, over the whole request (RFC 8620 §3.3). */
  createdIds: Map<string, string>;
  /** Calls to make after this one, answered under its call id (RFC 8620 §5.3, onSuccessUpdateEmail). */
  implicit: [name: string, args: Arguments][];
}

export interface Method {
  name: string;
  capability: Capability;
  call(context: MethodContext, args: Arguments): Promise<Arguments>;
}

/** A method of an account. Arguments that it does not know or of a wrong type end it with invalidArguments (RFC 8620 §3.6.2, §3.9). */
export function method<Shape extends z.ZodRawShape>(definition: {
  name: string;
  capability: Capability;
  args: Shape;
  /** It heeds `shared`: without this, an account of somebody else is refused. */
  sharing?: boolean;
  run(context: MethodContext, args: z.output<z.ZodObject<Shape>>): Promise<Arguments>;
}): Method {
  const schema = z.strictObject(definition.args);
  return {
    name: definition.name,
    capability: definition.capability,
    async call(context, { accountId, ...rest }) {
      if (typeof accountId !== 'string') throw new MethodError('invalidArguments', 'accountId is missing.');
      const access = findAccount(context.accounts, accountId);
      if (!access) throw new MethodError('accountNotFound');
      if (access.shared && !definition.sharing) throw new MethodError('accountNotSupportedByMethod');
      const parsed = schema.safeParse(rest);
      if (!parsed.success) throw new MethodError('invalidArguments', describe(parsed.error));
      const shared = access.shared && new SharedView(access.shared);
      return {
        accountId,
        ...(await definition.run({ ...context, accountId: access.accountId, shared }, parsed.data as z.output<z.ZodObject<Shape>>)),
      };
    },
  };
}

/** A method of no account (RFC 8620 §7.2). */
export function accountlessMethod<Schema extends z.ZodType>(definition: {
  name: string;
  capability: Capability;
  args: Schema;
  run(context: MethodContext, args: z.output<Schema>): Promise<Arguments>;
}): Method {
  return {
    name: definition.name,
    capability: definition.capability,
    async call(context, args) {
      const parsed = definition.args.safeParse(args);
      if (!parsed.success) throw new MethodError('invalidArguments', describe(parsed.error));
      return definition.run(context, parsed.data);
    },
  };
}

function describe(error: z.ZodError): string {
  const [issue] = error.issues;
  return issue ? `${issue.path.join('/') || 'arguments'}: ${issue.message}` : 'The arguments are wrong.';
}
