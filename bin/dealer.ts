/**
 * Deals the connections of a socket out to the processes that share it, in turn. Left to themselves, processes that wait on one socket take
 * connections as they happen to wake: of sixteen that came together, one process took all.
 * Always: a connection is the launcher's as well until a process has said that it has it, so that one that dies loses none that it has not
 * begun to serve; and while none lives, connections wait.
 */
import type { ChildProcess } from 'node:child_process';
import net from 'node:net';

/** A socket of the system as Node has it inside: node:cluster hands over connections so, too. */
interface Handle {
  close: () => void;
}
interface Listening extends Handle {
  onconnection: (status: number, connection?: Handle) => void;
}
interface Given {
  name: string;
  connection: Handle;
  at: number;
}

/** So many wait while no process lives, as a socket's own queue would hold; to more the door is closed, before there are no files left. */
const waitingMost = 511;

/** How the processes of a kind come to the connections of the sockets that the launcher has bound. */
export interface Sockets {
  /** From now on the process gets them, or its share. A socket that is turned off is told as none. */
  join: (process: ChildProcess, name: string) => void;
  /** It has the connection of that number. */
  taken?: (process: ChildProcess, id: number) => void;
  /** It is gone: what it has not taken goes to the others. */
  leave?: (process: ChildProcess) => void;
}

type Bound = Record<string, net.Server | undefined>;

/** For a process that shares them with none: it listens itself. */
export const handedOver = (bound: Bound): Sockets => ({
  join: (process, name) => void process.send({ listener: name }, bound[name], {}, () => {}),
});

export class Dealer implements Sockets {
  readonly #bound: Bound;
  /** A process that has not taken what it was dealt for so long gets no more while others do. */
  readonly #patienceMs: number;
  readonly #open = new Map<string, Listening>();
  /** By the name of the socket; the first one has the next turn. */
  readonly #takers = new Map<string, ChildProcess[]>();
  readonly #given = new Map<ChildProcess, Map<number, Given>>();
  #waiting: Given[] = [];
  #count = 0;

  constructor(bound: Bound, { patienceMs = 5000 } = {}) {
    this.#bound = bound;
    this.#patienceMs = patienceMs;
  }

  join(taker: ChildProcess, name: string): void {
    const bound = this.#bound[name];
    taker.send({ listener: name, ...(bound && { dealt: true }) }, () => {});
    if (!bound) return;
    this.#takers.set(name, [...(this.#takers.get(name) ?? []), taker]);
    if (!this.#open.has(name)) this.#listen(name, bound);
    this.#dealAgain();
  }

  taken(taker: ChildProcess, id: number): void {
    this.#given.get(taker)?.get(id)?.connection.close();
    this.#given.get(taker)?.delete(id);
  }

  leave(taker: ChildProcess): void {
    for (const [name, takers] of this.#takers)
      this.#takers.set(
        name,
        takers.filter((one) => one !== taker),
      );
    this.#waiting.push(...(this.#given.get(taker)?.values() ?? []));
    this.#given.delete(taker);
    this.#dealAgain();
  }

  /** Nobody gets any more. */
  close(): void {
    for (const listening of this.#open.values()) listening.close();
    this.#open.clear();
  }

  #listen(name: string, bound: net.Server): void {
    const server = net.createServer().listen(bound);
    // The server would make sockets of what it accepts, and read from them.
    const { _handle: listening } = server as unknown as { _handle: Listening };
    listening.onconnection = (_status, connection) => {
      if (connection) this.#deal({ name, connection, at: performance.now() });
    };
    this.#open.set(name, listening);
  }

  #deal(given: Given): void {
    const takers = this.#takers.get(given.name) ?? [];
    const taker = takers.find((one) => !this.#hangs(one)) ?? takers[0];
    if (!taker) return void this.#wait(given);
    takers.splice(takers.indexOf(taker), 1);
    takers.push(taker);
    const id = ++this.#count;
    const all = this.#given.get(taker) ?? new Map<number, Given>();
    this.#given.set(taker, all.set(id, { ...given, at: performance.now() }));
    // What cannot be sent to a process that is just ending comes back when it has ended.
    taker.send({ connection: given.name, id }, given.connection as unknown as net.Socket, {}, () => {});
  }

  /** Its oldest connection has lain there for too long. */
  #hangs(taker: ChildProcess): boolean {
    const [oldest] = this.#given.get(taker)?.values() ?? [];
    return oldest !== undefined && performance.now() - oldest.at > this.#patienceMs;
  }

  #wait(given: Given): void {
    if (this.#waiting.length >= waitingMost) given.connection.close();
    else this.#waiting.push(given);
  }

  #dealAgain(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const given of waiting) this.#deal(given);
  }
}
