/**
 * SASL for every protocol (RFC 4422): PLAIN, LOGIN, SCRAM-SHA-256 with and without channel binding, OAUTHBEARER. A protocol gives the
 * mechanism, the initial response, and a function that sends a challenge and comes back with the answer; framing is its own matter.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { fromBase64, fromUtf8 } from '#lib/sasl/base64.ts';
import { bearerError, parseBearer } from '#lib/sasl/oauthbearer.ts';
import { decodeBase64, parsePlain } from '#lib/sasl/plain.ts';
import { ScramServer } from '#lib/sasl/scram.ts';
import { config } from '#server/config/config.ts';
import { getScramRecord, getUserByLogin, noteAppPasswordUse } from '#server/store/index.ts';
import { authenticate, authenticateToken, fullLogin, type AuthenticatedUser, type AuthScope } from './authenticate.ts';
import { mustWait, noteFailure, noteSuccess } from './guessing-guard.ts';
import { sha256 } from './scram-keys.ts';

export type SaslResult =
  | { ok: true; user: AuthenticatedUser }
  | { ok: false; reason: 'credentials' | 'disabled' | 'throttled' | 'authorization' | 'malformed' | 'cancelled' | 'unknownMechanism' };

export interface SaslRequest {
  mechanism: string;
  /** In base64; '' or '=' is the empty one, undefined none. */
  initial: string | undefined;
  remoteAddress: string;
  scope: AuthScope;
  /** What the connection can be bound to; empty in clear text (`Connection.channelBindings`). */
  bindings: ReadonlyMap<string, Uint8Array>;
  /** Sends the challenge (base64) and gives the answer (base64, or `*`); null: the peer is gone. */
  ask: (challenge: string) => Promise<string | null>;
}

/** What is to be advertised, the best first. `secure`: channel binding needs TLS, and a bearer token must not be overheard (RFC 7628 §5). */
export function saslMechanisms(secure: boolean): string[] {
  return [...(secure ? ['SCRAM-SHA-256-PLUS'] : []), 'SCRAM-SHA-256', 'PLAIN', 'LOGIN', ...(secure ? ['OAUTHBEARER'] : [])];
}

export async function runSasl(request: SaslRequest): Promise<SaslResult> {
  const run = mechanisms[request.mechanism.toUpperCase()];
  if (!run) return refuse('unknownMechanism');
  try {
    return await run(request);
  } catch (error) {
    if (error instanceof Stop) return refuse(error.reason);
    throw error;
  }
}

type Reason = Extract<SaslResult, { ok: false }>['reason'];
class Stop extends Error {
  readonly reason: Reason;
  constructor(reason: Reason) {
    super(reason);
    this.reason = reason;
  }
}
const refuse = (reason: Reason): SaslResult => ({ ok: false, reason });

const mechanisms: Record<string, ((request: SaslRequest) => Promise<SaslResult>) | undefined> = {
  PLAIN: plain,
  LOGIN: login,
  'SCRAM-SHA-256': (request) => scram(request, false),
  'SCRAM-SHA-256-PLUS': (request) => scram(request, true),
  OAUTHBEARER: bearer,
};

async function plain(request: SaslRequest): Promise<SaslResult> {
  const found = parsePlain(await first(request, ''));
  if (!found) return refuse('malformed');
  const result = await authenticate({ ...found, remoteAddress: request.remoteAddress, scope: request.scope });
  return result.ok && actsForAnother(found.authzid, result.user.login) ? refuse('authorization') : result;
}

/** RFC 4616 §2, RFC 4422 §3.4.1: nobody acts for somebody else here. It is said to those only who have shown who they are. */
function actsForAnother(authzid: string, login: string): boolean {
  return authzid !== '' && fullLogin(authzid) !== login;
}

async function login(request: SaslRequest): Promise<SaslResult> {
  const name = decodeBase64(await first(request, 'VXNlcm5hbWU6')); // Username:
  const password = decodeBase64(await answer(request, 'UGFzc3dvcmQ6')); // Password:
  if (!name || !password) return refuse('malformed');
  return authenticate({ login: name, password, remoteAddress: request.remoteAddress, scope: request.scope });
}

async function scram(request: SaslRequest, plus: boolean): Promise<SaslResult> {
  const server = new ScramServer({ hash: sha256, nonce: randomBytes(18).toString('base64'), plus, bindings: request.bindings });
  const opened = server.first(text(await first(request, '')));
  if (!opened.ok) return refuse('malformed');
  const name = fullLogin(opened.username);
  if ((await mustWait(request.remoteAddress, name, Date.now())) > 0) return refuse('throttled');
  // A log-in that is not there gets a salt too, always the same one, so that salts do not tell who exists.
  const record = (await getScramRecord(name)) ?? { salt: noSalt(name), rounds: 100_000, keys: [] };
  const message = text(await answer(request, base64(server.challenge(record.salt, record.rounds))));
  const done = server.final(message, record.keys);
  const user = done.ok ? await getUserByLogin(name) : null;
  if (!done.ok || !user) {
    noteFailure(request.remoteAddress, name, Date.now());
    return refuse('credentials');
  }
  noteSuccess(request.remoteAddress, name);
  if (user.disabledAt) return refuse('disabled');
  if (actsForAnother(opened.authzid, name)) return refuse('authorization');
  // RFC 5802 §3: the server's signature; none of our protocols can carry it beside the success, so an empty answer comes back for it.
  await answer(request, base64(done.message));
  const appId = record.keys[done.index]?.appId ?? null;
  if (appId !== null) await noteAppPasswordUse(appId);
  const { userId, accountId, isAdmin, sessionVersion } = user;
  return { ok: true, user: { userId, accountId, login: name, isAdmin, sessionVersion, ...(appId !== null && { appId }) } };
}

async function bearer(request: SaslRequest): Promise<SaslResult> {
  if (request.bindings.size === 0) return refuse('unknownMechanism');
  const found = parseBearer(text(await first(request, '')));
  if (!found) return refuse('malformed');
  const { remoteAddress, scope } = request;
  const result = await authenticateToken({ token: found.token, login: found.authzid, remoteAddress, scope });
  // RFC 7628 §3.2.3: the error is a challenge, which the client answers with a dummy.
  if (!result.ok && result.reason === 'credentials') await answer(request, base64(bearerError('invalid_token')));
  return result;
}

/** The client's first word, asked for when it did not come with the command. */
async function first(request: SaslRequest, challenge: string): Promise<string> {
  if (request.initial !== undefined) return request.initial === '=' ? '' : request.initial;
  return answer(request, challenge);
}

async function answer({ ask }: SaslRequest, challenge: string): Promise<string> {
  const given = await ask(challenge);
  if (given === null || given === '*') throw new Stop('cancelled');
  return given;
}

function text(given: string): string {
  const bytes = given.length <= 8192 ? fromBase64(given) : null;
  const decoded = bytes && fromUtf8(bytes);
  if (decoded === null) throw new Stop('malformed');
  return decoded;
}

const base64 = (message: string): string => Buffer.from(message).toString('base64');
const noSalt = (name: string): Buffer => createHmac('sha256', `scram-salt ${config().secret}`).update(name).digest().subarray(0, 16);
