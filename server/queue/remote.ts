/** One message to recipients of one other domain. */
import { renderMessage } from '#lib/message/render.ts';
import { normaliseLineEnds } from '#lib/smtp/data-reader.ts';
import { withoutBinary } from '#lib/smtp/seven-bit.ts';
import { writeSignatures } from '#lib/timeline/signing.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { traced } from '#server/log/tracing.ts';
import { signAndTell } from '#server/mailauth/sign.ts';
import type { SmtpRoute } from '#server/config/config.ts';
import { lookAhead, readWholeBlob, type ClaimedRecipient, type Prospect } from '#server/store/index.ts';
import { PeerStale, type Outgoing, type Peer } from './peer.ts';
import { AllDead, type Peers } from './peers.ts';
import { heldBack, remember, routeOf, scheduleOf, withDemand } from './prospects.ts';
import { findRoute, type Host } from './route.ts';
import type { Clock, Verdict } from './settle.ts';
import { countSession } from './tls-reporting.ts';
import { PeerLost, type PeerReply } from './smtp-client.ts';
import { TlsFailed } from './tls-demand.ts';

class NoRoute extends Error {
  readonly code: number;
  readonly status: string;
  constructor(code: number, status: string, text: string) {
    super(text);
    this.code = code;
    this.status = status;
  }
}

/** How many connections at once from now on; `limit`: what an administrator allows. */
export type Adapt = (answered: boolean | null, limit: number | null) => number;

interface Sent {
  /** In the order of the recipients. */
  verdicts: Verdict[];
  /** Whether the destination answered; null: nothing was tried. */
  answered: boolean | null;
  /** Lets others have the connection. Before its answers are recorded nothing more is said over it: a crash doubles at most its last message. */
  giveBack?: () => void;
}

/** `body`: the octets of its blob, when they are at hand. */
export async function sendElsewhere(
  recipients: ClaimedRecipient[],
  body: Buffer | null,
  peers: Peers,
  clock: Clock,
  adapt: Adapt,
): Promise<Pick<Sent, 'verdicts' | 'giveBack'>> {
  const domain = recipients[0]?.domain ?? '';
  const prospect = await lookAhead(
    domain,
    recipients.map(({ rcpt }) => rcpt),
    clock.now(),
  );
  const held = await heldBack(recipients, prospect);
  const rest = recipients.filter((recipient) => !held.some((verdict) => verdict.recipient === recipient));
  const schedule = scheduleOf(prospect.rule);
  const attempt = await attemptWith(rest, body, peers, clock, prospect);
  const verdicts = attempt.verdicts.map((verdict) => ({ ...verdict, ...(schedule ? { schedule } : {}) }));
  const text = verdicts.at(-1)?.text ?? '';
  const connections = adapt(attempt.answered, prospect.rule?.connections ?? null);
  await remember(domain, { answered: attempt.answered, text, connections, verdicts }, prospect, clock.now());
  return { ...attempt, verdicts: [...held, ...verdicts] };
}

async function attemptWith(
  recipients: ClaimedRecipient[],
  body: Buffer | null,
  peers: Peers,
  clock: Clock,
  prospect: Prospect,
): Promise<Sent> {
  const first = recipients[0];
  if (!first) return { verdicts: [], answered: null };
  const all = (verdict: Pick<Verdict, 'code' | 'status' | 'text' | 'postponedTo'>) =>
    recipients.map((recipient): Verdict => ({ host: null, tls: null, ...verdict, recipient }));
  const given = routeOf(first, prospect.rule);
  const { deadUntil, lastText } = prospect.destination ?? {};
  if (deadUntil && deadUntil > clock.now() && first.route === null) {
    const text = `${first.domain} has not answered for a while: ${lastText ?? ''}`;
    return { verdicts: all({ code: 451, status: '4.4.1', text, postponedTo: deadUntil }), answered: null };
  }
  const destination = [
    first.domain,
    ...(first.requireTls ? ['by TLS'] : []),
    ...(first.relaxTls ? ['by any TLS'] : []),
    ...(first.route ? [first.route] : []),
  ].join(' ');
  let peer: Peer;
  try {
    peer = await peers.take(destination, () => hostsFor(first, given, prospect, clock));
  } catch (error) {
    if (error instanceof NoRoute) return { verdicts: all({ code: error.code, status: error.status, text: error.message }), answered: null };
    if (error instanceof AllDead)
      return { verdicts: all({ code: 451, status: '4.4.1', text: error.message, postponedTo: error.until }), answered: null };
    if (!(error instanceof PeerLost) && !(error instanceof TlsFailed)) throw error;
    const text = `No connection to a mail server of ${first.domain}: ${error.message}`;
    // Who answers, but not by the TLS that was demanded, is not dead.
    if (error instanceof TlsFailed) return { verdicts: all({ code: 451, status: '4.7.5', text }), answered: null };
    return { verdicts: all({ code: 451, status: '4.4.1', text }), answered: false };
  }
  const giveBack = () => peers.giveBack(destination, peer);
  try {
    faultPoint('queue.connected');
    const message = await messageOf(first, body ?? (await readWholeBlob(first.blob, first.size)));
    const { name } = peer.host;
    return await traced('SMTP send', { kind: 'client', attributes: { 'server.address': name } }, async (span) => {
      const sent = await sendOver(peer, recipients, message, clock);
      span.set({ 'smtp.reply.code': sent.verdicts.at(-1)?.code });
      return { ...sent, giveBack };
    });
  } catch (error) {
    giveBack();
    if (error instanceof PeerStale) return attemptWith(recipients, body, peers, clock, prospect);
    throw error;
  }
}

async function hostsFor(first: ClaimedRecipient, given: SmtpRoute | null, { rule }: Prospect, clock: Clock): Promise<Host[]> {
  const route = await findRoute(first.domain, clock, given, { relaxed: first.relaxTls });
  if (route.kind === 'failed') {
    for (const host of route.violations ?? []) await countSession(host, 'validation-failure', clock.now());
    throw new NoRoute(route.code, route.status, route.text);
  }
  // What was found without looking at policies tells nothing about them.
  if (first.relaxTls) return route.hosts.map(({ policy: _policy, ...host }) => host);
  const hosts = route.hosts.map((host) => withDemand(host, rule));
  if (!first.requireTls) return hosts;
  // RFC 8689 §4.2.1: whoever gets it must have proved who he is, by a name that is surely the domain's.
  const sure = hosts.filter(({ authentic }) => authentic).map(proven);
  if (first.mailFrom === '') return [...sure, ...hosts]; // §5: a notice is rather sent as others are than lost
  if (sure.length > 0) return sure;
  const text = `The sender demands TLS all the way (REQUIRETLS), and ${first.domain} proves its mail servers neither by DNSSEC nor by MTA-STS`;
  throw new NoRoute(550, '5.7.30', text);
}

const proven = (host: Host): Host => (host.tls.kind === 'dane' ? host : { ...host, tls: { kind: 'verified' } });

/** RFC 9422 §4: as many recipients at once as it takes. What was said of the first ones stands, whatever becomes of the connection then. */
async function sendOver(peer: Peer, recipients: ClaimedRecipient[], { message, signed }: Prepared, clock: Clock): Promise<Sent> {
  const { tls, verified } = peer;
  const host = peer.host.name;
  const success = peer.givesNotices ? null : ('relayed' as const);
  const verdicts: Verdict[] = [];
  while (verdicts.length < recipients.length) {
    const some = recipients.slice(verdicts.length, verdicts.length + peer.rcptMax);
    if (!peer.usable && verdicts.length > 0) {
      const later = { code: 451, status: '4.5.3', text: `${host} takes no more at once`, postponedTo: clock.now() };
      verdicts.push(...some.map((recipient): Verdict => ({ recipient, host, tls, verified, ...later })));
      continue;
    }
    try {
      const replies = withoutRefusedForNow(await peer.send(outgoing(some, message)));
      faultPoint('queue.sent');
      verdicts.push(...replies.map((reply, index) => ({ recipient: at(some, index), host, tls, verified, signed, success, ...reply })));
    } catch (error) {
      if (!(error instanceof PeerLost) || (error instanceof PeerStale && verdicts.length === 0)) throw error;
      if (error instanceof PeerStale) continue;
      const lost = { code: 451, status: '4.4.2', text: `The connection to ${host} was lost: ${error.message}` };
      verdicts.push(...some.map((recipient): Verdict => ({ recipient, host: null, tls: null, ...lost })));
      if (verdicts.length === some.length) return { verdicts: [...verdicts, ...rest(recipients, verdicts, lost)], answered: false };
    }
  }
  return { verdicts, answered: true };
}

function at(recipients: ClaimedRecipient[], index: number): ClaimedRecipient {
  const recipient = recipients[index];
  if (!recipient) throw new Error('more replies than recipients');
  return recipient;
}

/** RFC 5321 §4.5.3.1.10: who took some and had enough of the others (452, once also 552) gets those with the next message. */
function withoutRefusedForNow(replies: PeerReply[]): PeerReply[] {
  const hadEnough = ({ code, status }: PeerReply) => (code === 452 || code === 552) && /^[45]\.(?:5\.3|0\.0)$/.test(status);
  if (!replies.some(({ code }) => code < 300)) return replies;
  return replies.slice(0, replies.findLastIndex((reply) => !hadEnough(reply)) + 1);
}

const rest = (recipients: ClaimedRecipient[], verdicts: Verdict[], verdict: Pick<Verdict, 'code' | 'status' | 'text'>) =>
  recipients.slice(verdicts.length).map((recipient): Verdict => ({ recipient, host: null, tls: null, ...verdict }));

function outgoing(recipients: ClaimedRecipient[], message: Buffer): Outgoing {
  const first = recipients[0];
  if (!first) throw new Error('a message to nobody');
  const { mailFrom, smtputf8, ret, envId, requireTls } = first;
  const addressed = recipients.map(({ rcpt: address, notify, orcpt }) => ({ address, notify, orcpt }));
  return { mailFrom, recipients: addressed, message, smtputf8, ret, envId, requireTls };
}

interface Prepared {
  message: Buffer;
  /** With which keys, for the timeline; null: it is not. */
  signed: string | null;
}

async function messageOf({ accountId, prefix }: ClaimedRecipient, body: Buffer): Promise<Prepared> {
  const whole = canonical(Buffer.concat([prefix ?? Buffer.alloc(0), body]));
  // What our users wrote; what is only sent on is nobody's of ours to sign.
  if (accountId === null) return { message: whole, signed: null };
  const { message, signatures } = await signAndTell(whole);
  return { message, signed: writeSignatures(signatures) || null };
}

/** What programs put into mailboxes by IMAP may hold anything; lines end in CRLF before they are signed and sent. */
function canonical(message: Buffer): Buffer {
  const text = message.includes(0) ? (withoutBinary(message, renderMessage(message).root) ?? message) : message;
  const lines = normaliseLineEnds(text);
  return Buffer.from(lines.buffer, lines.byteOffset, lines.byteLength);
}
