/** What a worker has in hand for one domain: few attempts at once, as many as the domain was found to take, and the others behind them. */
import type { ClaimedRecipient } from '#server/store/index.ts';

/** Recipients of one message in one domain. */
export interface Job {
  recipients: ClaimedRecipient[];
  /** The octets of its blob, when it was handed over: then all of its recipients are known to be elsewhere. */
  message: Buffer | null;
}

/** Jobs that wait behind those under way: more are not taken into hand, so that other workers have some. */
const waitingMost = 40;
const waitingFew = 20;

export class Lanes {
  concurrency: number;
  #active = 0;
  #waiting: Job[] = [];
  /** Something of this domain may be left in the database. */
  #more = false;
  readonly #start: (job: Job, done: () => void) => void;

  /** `start` begins an attempt and calls `done` when the next one may take its place. */
  constructor(concurrency: number, start: (job: Job, done: () => void) => void) {
    this.concurrency = concurrency;
    this.#start = start;
  }

  get idle(): boolean {
    return this.#active + this.#waiting.length === 0;
  }

  /** Whether no more is to be taken for now. Who is told so asks again when `hungry`. */
  get busy(): boolean {
    if (this.#waiting.length >= waitingMost) this.#more = true;
    return this.#more && this.#waiting.length > waitingFew;
  }

  /** Few are left, and there may be more: said once. */
  get hungry(): boolean {
    const isHungry = this.#more && this.#waiting.length <= waitingFew;
    if (isHungry) this.#more = false;
    return isHungry;
  }

  add(job: Job): void {
    this.#waiting.push(job);
    this.next();
  }

  /** What has not begun stays as it is in the database. */
  clear(): void {
    this.#waiting = [];
  }

  next(): void {
    while (this.#active < this.concurrency) {
      const job = this.#waiting.shift();
      if (!job) return;
      this.#active++;
      this.#start(job, () => this.#active--);
    }
  }
}
