/** The connections of one worker: kept for the next message to the same domain, and destinations that are down left alone for a while. */
import { Peer } from './peer.ts';
import type { Host } from './route.ts';
import { countSession } from './tls-reporting.ts';
import { PeerLost } from './smtp-client.ts';
import { TlsFailed } from './tls-demand.ts';

const reuseMs = 300_000;
const idleMs = 5000;
const deadMs = 30_000;

/** Every host was found dead a moment ago: no attempt was made. */
export class AllDead extends Error {
  readonly until: Date;
  constructor(until: number, reason: string) {
    super(reason);
    this.until = new Date(until);
  }
}

export class Peers {
  readonly #idle = new Map<string, { peer: Peer; timer: NodeJS.Timeout }[]>();
  readonly #dead = new Map<string, { until: number; reason: string }>();
  readonly #now: () => Date;

  constructor(now: () => Date) {
    this.#now = now;
  }

  /** One that is open, else a new one to the first host that answers. Throws AllDead, PeerLost or TlsFailed. */
  async take(domain: string, hosts: () => Promise<Host[]>): Promise<Peer> {
    for (let kept = this.#idle.get(domain)?.pop(); kept; kept = this.#idle.get(domain)?.pop()) {
      clearTimeout(kept.timer);
      if (kept.peer.usable) return kept.peer;
      kept.peer.close();
    }
    const now = this.#now().getTime();
    let tried: PeerLost | TlsFailed | null = null;
    let dead: { until: number; reason: string } | null = null;
    for (const host of await hosts()) {
      const key = `${host.address}:${host.port} ${host.tls.kind}`;
      const known = this.#dead.get(key);
      if (known && known.until > now) {
        dead = known;
        continue;
      }
      try {
        const peer = await Peer.open(host);
        this.#dead.delete(key);
        await countSession(host, peer.tls ? (peer.violation ?? 'successful') : 'starttls-not-supported', this.#now());
        return peer;
      } catch (error) {
        if (!(error instanceof PeerLost) && !(error instanceof TlsFailed)) throw error;
        if (error instanceof TlsFailed) await countSession(host, error.result, this.#now());
        const text = `${host.name}: ${error.message}`;
        tried = error instanceof TlsFailed ? new TlsFailed(error.result, text) : new PeerLost(text);
        this.#dead.set(key, { until: now + deadMs, reason: text });
      }
    }
    if (tried) throw tried;
    throw new AllDead(dead?.until ?? now + deadMs, dead?.reason ?? 'no host');
  }

  giveBack(domain: string, peer: Peer): void {
    if (!peer.usable || Date.now() - peer.openedAt > reuseMs) return peer.close();
    const timer = setTimeout(() => peer.close(), idleMs).unref();
    this.#idle.set(domain, [...(this.#idle.get(domain) ?? []).filter((one) => one.peer.usable), { peer, timer }]);
  }

  closeAll(): void {
    for (const { peer, timer } of [...this.#idle.values()].flat()) {
      clearTimeout(timer);
      peer.close();
    }
    this.#idle.clear();
  }
}
