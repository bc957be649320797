/** POST /api/jmap: one Request object (RFC 8620 §3.1). GET of the session is beside it. */
import { BodyBroken, BodyTooLarge, readBody } from '#server/net/read-body.ts';
import { Slots } from '#server/net/slots.ts';
import { RequestError } from '../errors.ts';
import { handleJmap } from '../handle.ts';
import { limits } from '../limits.ts';
import { parseJson } from '../request.ts';
import { sessionResource } from '../session.ts';
import { authenticateRequest } from './authenticate-request.ts';
import { originOf } from './origin.ts';
import { json, problemOfRequest } from './problem.ts';

const requests = new Slots(limits.maxConcurrentRequests);

export async function answerApi(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  if (!auth.ok) return auth.response;
  const release = requests.take(auth.caller.user.userId);
  try {
    if (!release) throw new RequestError('limit', 'Too many requests at once.', { limit: 'maxConcurrentRequests', status: 429 });
    return json(await handleJmap(parseJson(await readJson(request)), auth.caller.user, auth.caller.appId));
  } catch (error) {
    if (error instanceof RequestError) return problemOfRequest(error);
    throw error;
  } finally {
    release?.();
  }
}

export async function answerSession(request: Request): Promise<Response> {
  const auth = await authenticateRequest(request);
  return auth.ok ? json(await sessionResource(auth.caller.user, originOf(request))) : auth.response;
}

async function readJson(request: Request): Promise<Uint8Array> {
  // RFC 8620 §3.6.1; a form of another site cannot send this type without asking first (CORS preflight), and we never agree.
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type !== 'application/json') throw new RequestError('notJSON', 'The Content-Type must be application/json.');
  try {
    return await readBody(request, limits.maxSizeRequest);
  } catch (error) {
    if (error instanceof BodyTooLarge)
      throw new RequestError('limit', 'The request is too large.', { limit: 'maxSizeRequest', status: 413 });
    if (error instanceof BodyBroken) throw new RequestError('notJSON', 'The request ended early.');
    throw error;
  }
}
