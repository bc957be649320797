/** How far the state may be said to have moved by what one call wrote (RFC 8620 §5.3). */
export class OwnChanges {
  readonly oldState: number;
  readonly #own = new Set<number>();

  /** `oldState`: the account's, before the call wrote anything. */
  constructor(oldState: number) {
    this.oldState = oldState;
  }

  /** Notes that writes of this call took these modseqs. */
  wrote(...modseqs: number[]): void {
    for (const modseq of modseqs) this.#own.add(modseq);
  }

  /**
   * The new state never jumps over a change that somebody else made while we were writing: it then stays before that change, and the
   * client hears of it (and once more of ours) at its next /changes.
   */
  get newState(): number {
    let state = this.oldState;
    while (this.#own.has(state + 1)) state++;
    return state;
  }

  /** As answers have it. */
  get states(): { oldState: string; newState: string } {
    return { oldState: String(this.oldState), newState: String(this.newState) };
  }
}
