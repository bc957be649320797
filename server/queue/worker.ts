/**
 * Works on the queue: claims what is due under leases, and sends several messages at once, but few to one domain. Workers in other
 * processes do the same on the same tables; a lease that expires makes another of them go on.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expandRecipient } from '#server/delivery/expand-recipient.ts';
import { config } from '#server/config/config.ts';
import { faultPoint } from '#server/config/fault-point.ts';
import { log, reasonOf } from '#server/log/log.ts';
import { traced } from '#server/log/tracing.ts';
import {
  claimDue,
  forgetDone,
  forgetTriplets,
  listenToQueue,
  lookAhead,
  releaseLeases,
  freeLeasesOfDead,
  holdName,
  renewLeases,
  type Suspects,
  type ClaimedRecipient,
} from '#server/store/index.ts';
import { leaveScheduled } from './leave-scheduled.ts';
import { deliverHere, type Local } from './local.ts';
import { Peers } from './peers.ts';
import { mostConnections, startConnections } from './prospects.ts';
import { sendElsewhere } from './remote.ts';
import { settle, type Clock, type Verdict } from './settle.ts';

const pollMs = 1000;
/** Within this time a worker that has only lost its connection comes back. */
const lostConnectionMs = 10_000;
/** How long a result is held that the database does not take. Its lease is renewed meanwhile. */
const recordingMs = 60 * 60_000;
const claimMax = 200;
const recipientsMax = 100;
const rememberDoneMs = 30 * 24 * 60 * 60_000;

interface Destination {
  concurrency: number;
  active: number;
  waiting: ClaimedRecipient[][];
}

export class QueueWorker {
  readonly owner = randomUUID();
  readonly #clock: Clock;
  readonly #peers: Peers;
  readonly #destinations = new Map<string, Destination>();
  readonly #jobs = new Set<Promise<void>>();
  readonly #inHand = new Set<string>();
  #stopped = false;

  constructor(clock: Partial<Clock> = {}) {
    this.#clock = { now: () => new Date(), random: Math.random, ...clock };
    this.#peers = new Peers(this.#clock.now);
  }

  /** Claims what is due and starts on it. How many recipients. */
  async claim(): Promise<number> {
    const busyDomains = [...this.#destinations].filter(([, { waiting }]) => waiting.length > 0).map(([domain]) => domain);
    const found = await claimDue({
      owner: this.owner,
      now: this.#clock.now(),
      leaseMs: config().queueLeaseMs,
      limit: claimMax,
      busyDomains,
    });
    // What is in hand here may look due when the clock has jumped: its lease seems to have expired.
    const fresh = found.filter((one) => !this.#inHand.has(keyOf(one)));
    if (found.length > 0) faultPoint('queue.claimed');
    const groups = Map.groupBy(fresh, ({ queueId, domain, route }) => `${queueId} ${domain} ${route ?? ''}`);
    for (const domain of new Set(fresh.map((one) => one.domain))) await this.#meet(domain);
    for (const group of groups.values())
      for (let at = 0; at < group.length; at += recipientsMax) this.#enlist(group.slice(at, at + recipientsMax));
    return fresh.length;
  }

  /** Until nothing is due and nothing is under way. */
  async drain(): Promise<void> {
    do await Promise.all(this.#jobs);
    while (!this.#stopped && ((await this.claim()) > 0 || this.#jobs.size > 0));
  }

  async renew(): Promise<void> {
    if (this.#jobs.size > 0) await renewLeases({ owner: this.owner, now: this.#clock.now(), leaseMs: config().queueLeaseMs });
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    for (const destination of this.#destinations.values()) destination.waiting = [];
    await Promise.race([Promise.all(this.#jobs), sleep(3000, undefined, { ref: false })]);
    this.#peers.closeAll();
    // What is still being sent keeps its lease: it may have arrived.
    if (this.#jobs.size === 0) await releaseLeases(this.owner, this.#clock.now());
  }

  /** What it took the last time, and what an administrator allows. */
  async #meet(domain: string): Promise<void> {
    if (this.#destinations.has(domain)) return;
    const { destination, rule } = await lookAhead(domain, [], this.#clock.now());
    const concurrency = Math.min(destination?.connections ?? startConnections, rule?.connections ?? mostConnections);
    this.#destinations.set(domain, { concurrency, active: 0, waiting: [] });
  }

  #enlist(job: ClaimedRecipient[]): void {
    const domain = job[0]?.domain ?? '';
    const destination = this.#destinations.get(domain);
    if (!destination) throw new Error(`nothing is known of ${domain}`);
    destination.waiting.push(job);
    for (const one of job) this.#inHand.add(keyOf(one));
    this.#next(domain, destination);
  }

  #next(domain: string, destination: Destination): void {
    while (destination.active < destination.concurrency) {
      const job = destination.waiting.shift();
      if (!job) break;
      destination.active++;
      const running = this.#run(job, destination).finally(() => {
        this.#jobs.delete(running);
        for (const one of job) this.#inHand.delete(keyOf(one));
        destination.active--;
        if (destination.active + destination.waiting.length === 0) this.#destinations.delete(domain);
        else if (!this.#stopped) this.#next(domain, destination);
      });
      this.#jobs.add(running);
    }
  }

  #run(job: ClaimedRecipient[], destination: Destination): Promise<void> {
    const [first] = job;
    const attributes = {
      'posthorn.queue.id': first?.queueId,
      'posthorn.recipients': job.length,
      'posthorn.attempt': (first?.attempts ?? 0) + 1,
      'server.address': first?.domain,
    };
    return traced('queue attempt', { kind: 'consumer', message: first?.traceId ?? null, attributes }, () =>
      this.#attempt(job, destination),
    );
  }

  async #attempt(job: ClaimedRecipient[], destination: Destination): Promise<void> {
    await leaveScheduled(job).catch((error: unknown) => {
      log.warn('queue: a message was not moved to Sent', { reason: reasonOf(error) }); // it is sent all the same
    });
    const local: Local[] = [];
    const remote: ClaimedRecipient[] = [];
    await this.#guarded(job, async () => {
      for (const recipient of job) {
        const found = await expandRecipient(recipient.rcpt, recipient.accountId);
        if (found.kind === 'remote') remote.push(recipient);
        else local.push({ recipient, found });
      }
    });
    if (local.length > 0)
      await this.#guarded(
        local.map(({ recipient }) => recipient),
        async () => {
          const { verdicts, ...beside } = await deliverHere(local);
          await settle(this.owner, verdicts, this.#clock, beside);
        },
      );
    if (remote.length === 0) return;
    let verdicts: Verdict[] = [];
    await this.#guarded(remote, async () => {
      verdicts = await sendElsewhere(remote, this.#peers, this.#clock, (answered, limit) => {
        // What a server can take shows in how it answers (5 at first, 20 at most).
        const { concurrency } = destination;
        const most = limit ?? mostConnections;
        if (answered) destination.concurrency = Math.min(most, concurrency + 1);
        else if (answered === false) destination.concurrency = Math.max(1, concurrency >> 1);
        return destination.concurrency;
      });
    });
    if (verdicts.length > 0) await this.#record(verdicts);
  }

  /** What other servers have answered, however long the database refuses to take it: who forgets a 250 sends the message again. */
  async #record(verdicts: Verdict[]): Promise<void> {
    const end = Date.now() + recordingMs;
    for (let wait = 100; ; wait = Math.min(2 * wait, 30_000)) {
      try {
        return await settle(this.owner, verdicts, this.#clock);
      } catch (error) {
        const isLast = Date.now() > end;
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

/** In every mail process. The result stops it: what is under way is finished, the rest released. */
export async function startQueueWorker(clock: Partial<Clock> = {}): Promise<() => Promise<void>> {
  const worker = new QueueWorker(clock);
  let stopped = false;
  let claiming: Promise<void> | undefined;
  let again = false;
  const claimAll = async (): Promise<void> => {
    do {
      again = false;
      while (!stopped && (await worker.claim()) === claimMax);
    } while (again && !stopped);
  };
  const wake = () => {
    again = true;
    if (stopped) return;
    claiming ??= claimAll()
      .catch((error: unknown) => log.warn('queue: could not look for work', { reason: reasonOf(error) }))
      .finally(() => (claiming = undefined));
  };
  const stopListening = await listenToQueue(wake);
  const complain = (error: unknown) => log.warn('queue: upkeep failed', { reason: reasonOf(error) });
  const letGo = holdName(worker.owner);
  const suspects: Suspects = new Map();
  const freeOthers = async () => {
    const freed = await freeLeasesOfDead({ self: worker.owner, now: new Date(), suspects, graceMs: lostConnectionMs });
    if (freed === 0) return;
    log.warn('queue: took over what a dead worker had in hand', { recipients: freed });
    wake();
  };
  const timers = [
    setInterval(wake, pollMs),
    setInterval(() => void freeOthers().catch(complain), lostConnectionMs / 2),
    setInterval(() => void worker.renew().catch(complain), config().queueLeaseMs / 5),
    setInterval(() => void forgetDone(new Date(Date.now() - rememberDoneMs)).catch(complain), 60 * 60_000),
    setInterval(() => void forgetTriplets(new Date()).catch(complain), 60 * 60_000),
  ];
  wake();
  return async () => {
    stopped = true;
    for (const timer of timers) clearInterval(timer);
    await stopListening();
    await claiming;
    await worker.stop();
    await letGo();
  };
}
