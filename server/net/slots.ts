/** How much one user, or one account, has going on at the same time in this process. */
export class Slots {
  readonly #max: number;
  readonly #taken = new Map<number, number>();

  constructor(max: number) {
    this.#max = max;
  }

  /** Undefined when all are taken; else what gives the slot back, once. */
  take(id: number): (() => void) | undefined {
    const taken = this.#taken.get(id) ?? 0;
    if (taken >= this.#max) return undefined;
    this.#taken.set(id, taken + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      const left = (this.#taken.get(id) ?? 1) - 1;
      if (left > 0) this.#taken.set(id, left);
      else this.#taken.delete(id);
    };
  }

  count(): number {
    return [...this.#taken.values()].reduce((sum, taken) => sum + taken, 0);
  }
}
