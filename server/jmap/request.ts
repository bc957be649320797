/** From the bytes of a request to a Request object (RFC 8620 §3.3, §3.6.1). */
import { capabilities } from '#lib/jmap/capabilities.ts';
import type { Arguments, Invocation, JmapRequest } from '#lib/jmap/invocation.ts';
import { RequestError } from './errors.ts';
import { limits } from './limits.ts';

/** I-JSON (RFC 7493 §2.1): UTF-8, no lone surrogates. Throws RequestError notJSON. */
export function parseJson(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new RequestError('notJSON', 'The request is not UTF-8.');
  }
  const suspicious = /\\u[dD][89a-fA-F]/.test(text); // an escaped surrogate: look whether it has its other half
  try {
    return JSON.parse(text, suspicious ? refuseLoneSurrogates : undefined);
  } catch (error) {
    if (error instanceof RequestError) throw error;
    throw new RequestError('notJSON', 'The request is not JSON.');
  }
}

function refuseLoneSurrogates(key: string, value: unknown): unknown {
  if (!key.isWellFormed() || (typeof value === 'string' && !value.isWellFormed()))
    throw new RequestError('notJSON', 'A string of the request has half of a surrogate pair.');
  return value;
}

/** Throws RequestError notRequest, unknownCapability or limit. Properties that we do not know are ignored, as they must be. */
export function readRequest(json: unknown): JmapRequest {
  if (!isObject(json)) throw notRequest('it is not an object');
  const { using, methodCalls, createdIds } = json;
  if (!Array.isArray(using) || !using.every((name) => typeof name === 'string')) throw notRequest('"using" is not a list of strings');
  if (!Array.isArray(methodCalls) || !methodCalls.every(isInvocation)) throw notRequest('"methodCalls" is not a list of invocations');
  const given = createdIds ?? undefined;
  if (given !== undefined && !isIdMap(given)) throw notRequest('"createdIds" does not map ids to ids');
  const unknown = using.find((name) => !capabilities.has(name));
  if (unknown !== undefined)
    throw new RequestError('unknownCapability', `The request uses the capability "${unknown}", which this server does not have.`);
  if (methodCalls.length > limits.maxCallsInRequest)
    throw new RequestError('limit', `A request has at most ${limits.maxCallsInRequest} calls.`, { limit: 'maxCallsInRequest' });
  return { using, methodCalls, ...(given === undefined ? {} : { createdIds: given }) };
}

const notRequest = (why: string) => new RequestError('notRequest', `This is not a JMAP request: ${why}.`);

function isObject(value: unknown): value is Arguments {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isInvocation(value: unknown): value is Invocation {
  return Array.isArray(value) && value.length === 3 && typeof value[0] === 'string' && isObject(value[1]) && typeof value[2] === 'string';
}

function isIdMap(value: unknown): value is Record<string, string> {
  return isObject(value) && Object.values(value).every((id) => typeof id === 'string');
}
