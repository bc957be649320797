/** Something that the person at the terminal can put right: printed as one sentence, without a stack. */
export class UsageError extends Error {
  readonly usage: boolean;
  constructor(message: string, { usage = false } = {}) {
    super(message);
    this.usage = usage;
  }
}
