/**
 * When a draft is saved: 800 ms after the last change, one save at a time, and again when something changed meanwhile. A save that failed
 * is tried again; nothing is ever taken for saved that was not.
 */
import { isUnreachable } from '#client/jmap/connection.ts';
import { wordsOf } from '#client/i18n/words-of.ts';

export type SaveState =
  | { kind: 'new' }
  | { kind: 'changed' }
  | { kind: 'saving' }
  | { kind: 'saved'; at: Date; conflict: boolean }
  | { kind: 'failed'; why: string; offline: boolean };

export const saveAfterMs = 800;
export const retryAfterMs = 5000;

export class DraftSaver {
  #save: () => Promise<void | 'conflict'>;
  #told: (state: SaveState) => void;
  #now: () => Date;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | null = null;
  #dirty = false;
  #stopped = false;

  constructor(save: () => Promise<void | 'conflict'>, told: (state: SaveState) => void, now: () => Date) {
    this.#save = save;
    this.#told = told;
    this.#now = now;
  }

  /** Something changed. */
  touch(): void {
    if (this.#stopped) return;
    this.#dirty = true;
    if (!this.#running) this.#told({ kind: 'changed' });
    this.#schedule(saveAfterMs);
  }

  get dirty(): boolean {
    return this.#dirty;
  }

  /** Saves what is unsaved, now. Resolves when it is on the server, or the attempt failed. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#running;
    if (!this.#dirty || this.#stopped) return;
    this.#running = this.#once();
    await this.#running;
    this.#running = null;
    if (this.#dirty) this.#schedule(retryAfterMs, saveAfterMs);
  }

  /** Another version was found beside the saved one. */
  noteConflict(): void {
    if (this.#conflict) return;
    this.#conflict = true;
    if (!this.#dirty && !this.#running) this.#told({ kind: 'saved', at: this.#now(), conflict: true });
  }

  /** No save after this; waits for the one under way. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  /** Saving goes on after a send that did not work. */
  resume(): void {
    this.#stopped = false;
  }

  async #once(): Promise<void> {
    this.#dirty = false;
    this.#failed = false;
    this.#told({ kind: 'saving' });
    try {
      const result = await this.#save();
      this.#conflict ||= result === 'conflict'; // said until the window is closed: the other version is still there
      this.#told(this.#dirty ? { kind: 'changed' } : { kind: 'saved', at: this.#now(), conflict: this.#conflict });
    } catch (error) {
      this.#dirty = true;
      this.#failed = true;
      const offline = isUnreachable(error);
      this.#told({ kind: 'failed', why: wordsOf(error), offline });
    }
  }
  #failed = false;
  #conflict = false;

  #schedule(afterFailure: number, otherwise = afterFailure): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), this.#failed ? afterFailure : otherwise);
  }
}
