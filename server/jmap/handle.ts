/**
 * JMAP (RFC 8620, RFC 8621): from a Request object to a Response object, without HTTP (that is in `http/`). One file per method, in a
 * folder per data type. What must hold: calls run one after the other; an error of one call leaves the others alone; the state string of
 * every type is the account's modseq; nobody sees more of another account than is shared with him.
 */
import type { Arguments, Invocation, JmapResponse } from '#lib/jmap/invocation.ts';
import { resolveReferences } from '#lib/jmap/result-reference.ts';
import type { AuthenticatedUser } from '#server/auth/authenticate.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { StorageFault } from '#server/s3/s3-storage.ts';
import { metrics } from '#server/log/metrics.ts';
import { traced } from '#server/log/tracing.ts';
import { accountsOf } from './account-access.ts';
import { MethodError, storageAway } from './errors.ts';
import type { Method, MethodContext } from './method.ts';
import { methods } from './methods.ts';
import { readRequest } from './request.ts';
import { sessionState } from './session.ts';

/** `appId`: the app password that the user came with, if it was one. Throws RequestError when the request as a whole is refused; everything else is in the response. */
export const handleJmap = (json: unknown, user: AuthenticatedUser, appId: number | null = null): Promise<JmapResponse> =>
  traced('JMAP request', { kind: 'server' }, () => handled(json, user, appId));

async function handled(json: unknown, user: AuthenticatedUser, appId: number | null): Promise<JmapResponse> {
  const request = readRequest(json);
  const accounts = await accountsOf(user);
  const context: MethodContext = {
    user,
    credential: { userId: user.userId, accountId: user.accountId, sessionVersion: user.sessionVersion, appId },
    accounts,
    accountId: user.accountId,
    shared: null,
    using: new Set(request.using),
    createdIds: new Map(Object.entries(request.createdIds ?? {})),
    implicit: [],
  };
  const methodResponses: Invocation[] = [];
  for (const [name, args, callId] of request.methodCalls) {
    methodResponses.push(await callAsked(context, name, args, callId, methodResponses));
    for (const [implicitName, implicitArgs] of context.implicit.splice(0))
      methodResponses.push(await call(context, methods.get(implicitName), implicitName, implicitArgs, callId, []));
  }
  return {
    methodResponses,
    ...(request.createdIds === undefined ? {} : { createdIds: Object.fromEntries(context.createdIds) }),
    sessionState: sessionState(user, accounts),
  };
}

/** RFC 8620 §3.3: a method of a capability that the request does not use is not there. */
function callAsked(context: MethodContext, name: string, args: Arguments, callId: string, earlier: readonly Invocation[]) {
  const method = methods.get(name);
  return call(context, method && context.using.has(method.capability) ? method : undefined, name, args, callId, earlier);
}

async function call(
  context: MethodContext,
  method: Method | undefined,
  name: string,
  args: Arguments,
  callId: string,
  earlier: readonly Invocation[],
): Promise<Invocation> {
  const measured = method && metrics.commands.startTimer({ protocol: 'jmap', command: name });
  try {
    if (!method) throw new MethodError('unknownMethod');
    const resolved = resolveReferences(args, earlier);
    if (!resolved.ok) throw new MethodError(resolved.type, resolved.description);
    return [name, await traced(`JMAP ${name}`, {}, async () => method.call(context, resolved.args)), callId];
  } catch (error) {
    if (error instanceof MethodError) return ['error', error.toArguments(), callId];
    if (error instanceof StorageFault) return ['error', storageAway(error).toArguments(), callId];
    log.error('jmap: a method ended by a fault', { method: name, account: context.accountId, reason: reasonOf(error) });
    return ['error', { type: 'serverFail', description: 'The server could not do this now.' }, callId];
  } finally {
    measured?.();
  }
}
