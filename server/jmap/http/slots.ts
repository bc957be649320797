/** How much one user has going on at the same time in this process (RFC 8620 §2: maxConcurrentRequests, maxConcurrentUpload). */
export class Slots {
  readonly #max: number;
  readonly #taken = new Map<number, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Undefined when all are taken; else what gives the slot back, once. */
  take(userId: number): (() => void) | undefined {
    const taken = this.#taken.get(userId) ?? 0;
    if (taken >= this.#max) return undefined;
    this.#taken.set(userId, taken + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#taken.get(userId) ?? 1) - 1;
      if (left > 0) this.#taken.set(userId, left);
      else this.#taken.delete(userId);
    };
  }

  count(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
  }
}
