import { beforeClosing } from './database.ts';

const afterMs = 100;
/** While the database does not answer; more are let go, the oldest first. */
const most = 10_000;

/**
 * Rows that tell of mail: collected beside what they tell of, and written together a moment later. While the database is
 * away they wait; a crash may lose the last ones, never mail.
 */
export class NoteLater<T> {
  readonly #write: (rows: T[]) => Promise<void>;
  #waiting: T[] = [];
  #timer: NodeJS.Timeout | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(write: (rows: T[]) => Promise<void>) {
    this.#write = write;
    beforeClosing(() => this.flush());
  }

  note(rows: readonly T[]): void {
    if (rows.length === 0) return;
    this.#waiting.push(...rows);
    this.#later();
  }

  /** Resolves when everything noted so far is written; rejects when the database refuses it. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const written = this.#writing.then(() => this.#all());
    this.#writing = written.catch(() => undefined);
    return written;
  }

  #later(): void {
    this.#timer ??= setTimeout(() => {
      this.flush().catch(() => undefined); // they wait again, and the next ones bring them along
    }, afterMs).unref();
  }

  async #all(): Promise<void> {
    const rows = this.#waiting;
    this.#waiting = [];
    if (rows.length === 0) return;
    try {
      await this.#write(rows);
    } catch (error) {
      // SQLSTATE classes 22 and 23: these rows will never be taken, and must not stand in the way of others.
      if (/^2[23]/.test((error as { code?: string }).code ?? '')) throw error;
      this.#waiting = [...rows, ...this.#waiting].slice(-most);
      this.#later();
      throw error;
    }
  }
}
