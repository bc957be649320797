/**
 * Works on the queue: claims what is due under leases, or is handed what has just come in, and sends several messages at once, but few to
 * one domain. Workers in other processes do the same on the same tables; a lease that expires makes another of them go on.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { config } from '#server/config/config.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { traced } from '#server/log/tracing.ts';
import { claimDue, lookAhead, releaseLeases, renewLeases, type ClaimedRecipient, type WokenFor } from '#server/store/index.ts';
import type { Place } from './hand-over.ts';
import { Lanes, type Job } from './lanes.ts';
import { leaveScheduled } from './leave-scheduled.ts';
import { deliverHere, type Local } from './local.ts';
import { Peers } from './peers.ts';
import { mostConnections, startConnections } from './prospects.ts';
import { sendElsewhere } from './remote.ts';
import { settle, type Clock, type Verdict } from './settle.ts';

/** How long a result is held that the database does not take. Its lease is renewed meanwhile. */
const recordingMs = 60 * 60_000;
/** At once; and recipients in hand, whatever their domains. */
export const claimMost = 200;
const inHandMost = 400;
const recipientsMost = 100;
/** Of messages kept from when they were handed in; what is more is read again when its turn comes. Tests have less. */
export const memory = { octets: 64 * 1024 * 1024 };

export class QueueWorker {
  readonly owner = randomUUID();
  readonly #clock: Clock;
  readonly #peers: Peers;
  readonly #lanes = new Map<string, Lanes>();
  readonly #jobs = new Set<Promise<void>>();
  readonly #inHand = new Map<string, ClaimedRecipient>();
  readonly #onRoom: () => void;
  /** Places that are kept for what is being written. */
  #reserved = 0;
  #octets = 0;
  /** More is due than there was room for. */
  #behind = false;
  #stopped = false;

  /** `onRoom` is called when there is room again for what could not be claimed before. */
  constructor(clock: Partial<Clock> = {}, onRoom: () => void = () => undefined) {
    this.#clock = { now: () => new Date(), random: Math.random, ...clock };
    this.#peers = new Peers(this.#clock.now);
    this.#onRoom = onRoom;
  }

  /** Claims what is due and starts on it. How many recipients. */
  async claim(): Promise<number> {
    const limit = Math.min(claimMost, inHandMost - this.#inHand.size - this.#reserved);
    this.#behind = limit <= 0;
    if (this.#behind) return 0;
    const busyDomains = [...this.#lanes].filter(([, lanes]) => lanes.busy).map(([domain]) => domain);
    const leaseMs = config().queueLeaseMs;
    const found = await claimDue({ owner: this.owner, now: this.#clock.now(), leaseMs, limit, busyDomains });
    this.#behind = found.length === limit;
    if (found.length > 0) faultPoint('queue.claimed');
    return this.#takeUp(found, null);
  }

  /** Whether a claim may find something, when there is work for these domains. What is busy asks by itself when few are left. */
  wants(domains: WokenFor): boolean {
    if (!domains) return true;
    const free = [...domains].filter((domain) => !this.#lanes.get(domain)?.busy);
    return free.length > 0;
  }

  /** For a message with recipients in these domains that is about to be written. Null when it had better wait its turn. */
  reserve(domains: string[]): Place | null {
    const isFull = this.#inHand.size + this.#reserved + domains.length > inHandMost;
    if (isFull) this.#behind = true;
    if (this.#stopped || this.#behind || domains.some((domain) => this.#lanes.get(domain)?.busy)) return null;
    this.#reserved += domains.length;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#jobs.add(promise);
    const over = () => {
      this.#reserved -= domains.length;
      this.#jobs.delete(promise);
      resolve();
    };
    return {
      lease: { owner: this.owner, until: new Date(this.#clock.now().getTime() + config().queueLeaseMs) },
      use: (recipients, message) => {
        faultPoint('queue.claimed');
        void this.#takeUp(recipients, message)
          // Nobody has it in hand then: its lease expires, and it is claimed as anything else.
          .catch((error: unknown) => log.warn('queue: what was handed in waits', { reason: reasonOf(error) }))
          .finally(over);
      },
      giveUp: over,
    };
  }

  /** Until nothing is due and nothing is under way. */
  async drain(): Promise<void> {
    do await Promise.all(this.#jobs);
    while (!this.#stopped && ((await this.claim()) > 0 || this.#jobs.size > 0));
  }

  async renew(): Promise<void> {
    const held = [...this.#inHand.values()];
    if (held.length > 0) await renewLeases({ owner: this.owner, now: this.#clock.now(), leaseMs: config().queueLeaseMs, held });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const lanes of this.#lanes.values()) lanes.clear();
    await Promise.race([Promise.all(this.#jobs), sleep(3000, undefined, { ref: false })]);
    this.#peers.closeAll();
    // What is still being sent keeps its lease: it may have arrived.
    if (this.#jobs.size === 0) await releaseLeases(this.owner, this.#clock.now());
  }

  /** How many of them are new here. */
  async #takeUp(given: ClaimedRecipient[], message: Buffer | null): Promise<number> {
    // What is in hand may look due when the clock has jumped: its lease seems to have expired.
    const recipients = given.filter((one) => !this.#inHand.has(keyOf(one)));
    for (const one of recipients) this.#inHand.set(keyOf(one), one);
    const met = new Map<string, Lanes>();
    try {
      for (const domain of new Set(recipients.map((one) => one.domain))) met.set(domain, await this.#meet(domain));
    } catch (error) {
      for (const one of recipients) this.#inHand.delete(keyOf(one));
      throw error;
    }
    if (this.#stopped) return 0;
    for (const [domain, lanes] of met) if (!this.#lanes.has(domain)) this.#lanes.set(domain, lanes);
    const groups = Map.groupBy(recipients, ({ queueId, domain, route }) => `${queueId} ${domain} ${route ?? ''}`);
    for (const group of groups.values())
      for (let at = 0; at < group.length; at += recipientsMost)
        this.#lanes
          .get(group[0]?.domain ?? '')
          ?.add({ recipients: group.slice(at, at + recipientsMost), message: message && this.#kept(message) });
    return recipients.length;
  }

  /** Null when what waits has enough of the memory. */
  #kept(message: Buffer): Buffer | null {
    if (this.#octets + message.length > memory.octets) return null;
    this.#octets += message.length;
    return message;
  }

  /** What it took the last time, and what an administrator allows. */
  async #meet(domain: string): Promise<Lanes> {
    const known = this.#lanes.get(domain);
    if (known) return known;
    const { destination, rule } = await lookAhead(domain, [], this.#clock.now());
    const concurrency = Math.min(destination?.connections ?? startConnections, rule?.connections ?? mostConnections);
    const lanes: Lanes = new Lanes(concurrency, (job, done) => {
      this.#begin(job, domain, lanes, done);
    });
    return lanes;
  }

  #begin(job: Job, domain: string, lanes: Lanes, done: () => void): void {
    const running = this.#run(job, lanes).finally(() => {
      done();
      if (!this.#stopped) lanes.next();
      if (lanes.idle) this.#lanes.delete(domain);
      this.#jobs.delete(running);
      this.#octets -= job.message?.length ?? 0;
      for (const one of job.recipients) this.#inHand.delete(keyOf(one));
      const hasRoom = this.#behind && this.#inHand.size <= inHandMost / 2;
      if (!this.#stopped && (lanes.hungry || hasRoom)) this.#onRoom();
    });
    this.#jobs.add(running);
  }

  #run(job: Job, lanes: Lanes): Promise<void> {
    const [first] = job.recipients;
    const attributes = {
      'posthorn.queue.id': first?.queueId,
      'posthorn.recipients': job.recipients.length,
      'posthorn.attempt': (first?.attempts ?? 0) + 1,
      'server.address': first?.domain,
    };
    return traced('queue attempt', { kind: 'consumer', message: first?.traceId ?? null, attributes }, () => this.#attempt(job, lanes));
  }

  async #attempt({ recipients, message }: Job, lanes: Lanes): Promise<void> {
    await leaveScheduled(recipients).catch((error: unknown) => {
      log.warn('queue: a message was not moved to Sent', { reason: reasonOf(error) }); // it is sent all the same
    });
    const { local, remote } = message ? { local: [], remote: recipients } : await this.#sorted(recipients);
    if (local.length > 0)
      await this.#guarded(
        local.map(({ recipient }) => recipient),
        async () => {
          const { verdicts, ...beside } = await deliverHere(local);
          await settle(this.owner, verdicts, this.#clock, beside);
        },
      );
    if (remote.length === 0) return;
    let attempt: Awaited<ReturnType<typeof sendElsewhere>> = { verdicts: [] };
    await this.#guarded(remote, async () => {
      attempt = await sendElsewhere(remote, message, this.#peers, this.#clock, (answered, limit) => {
        // What a server can take shows in how it answers (5 at first, 20 at most).
        const { concurrency } = lanes;
        const most = limit ?? mostConnections;
        if (answered) lanes.concurrency = Math.min(most, concurrency + 1);
        else if (answered === false) lanes.concurrency = Math.max(1, concurrency >> 1);
        return lanes.concurrency;
      });
    });
    if (attempt.verdicts.length > 0) await this.#record(attempt.verdicts);
    attempt.giveBack?.();
  }

  async #sorted(recipients: ClaimedRecipient[]): Promise<{ local: Local[]; remote: ClaimedRecipient[] }> {
    const sorted = { local: [] as Local[], remote: [] as ClaimedRecipient[] };
    await this.#guarded(recipients, async () => {
      const found = await Promise.all(recipients.map(({ rcpt, accountId }) => expandRecipient(rcpt, accountId)));
      for (const [index, recipient] of recipients.entries()) {
        const to = found[index];
        if (to?.kind === 'remote') sorted.remote.push(recipient);
        else if (to) sorted.local.push({ recipient, found: to });
      }
    });
    return sorted;
  }

  /** What other servers have answered, however long the database refuses to take it: who forgets a 250 sends the message again. */
  async #record(verdicts: Verdict[]): Promise<void> {
    const end = performance.now() + recordingMs; // whatever the clock of the machine says meanwhile
    for (let wait = 100; ; wait = Math.min(2 * wait, 30_000)) {
      try {
        return await settle(this.owner, verdicts, this.#clock);
      } catch (error) {
        const isLast = performance.now() > end;
        const words = isLast ? 'queue: a result was not recorded, the lease will expire' : 'queue: a result is not recorded yet';
        log.error(words, { queueId: verdicts[0]?.recipient.queueId, reason: reasonOf(error) });
        if (isLast) return;
      }
      await sleep(wait, undefined, { ref: false });
    }
  }

  /** A fault of ours is an attempt that failed: the message is tried again by the schedule, and not for ever. */
  async #guarded(recipients: ClaimedRecipient[], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      log.error('queue: an attempt failed', { queueId: recipients[0]?.queueId, reason: reasonOf(error) });
      const fault = { code: 451, status: '4.3.0', text: 'This server had trouble with the message', host: null, tls: null };
      const verdicts = recipients.map((recipient) => ({ recipient, ...fault }));
      await settle(this.owner, verdicts, this.#clock).catch((again: unknown) => {
        log.error('queue: the failure was not recorded, the lease will expire', { reason: reasonOf(again) });
      });
    }
  }
}

const keyOf = ({ queueId, rcptNo }: ClaimedRecipient) => `${queueId} ${rcptNo}`;
