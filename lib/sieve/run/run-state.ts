/** One run of a script: what it has learnt and decided so far. */
import { sieveLimits } from '../limits.ts';
import type { SieveAction, SeenId } from './actions.ts';
import { seenKey, type SieveEnvironment } from './environment.ts';
import type { Header, SieveMessage } from './message.ts';
import { Variables } from './variables.ts';

/** Ends a run: the message is kept (RFC 5228 §2.10.6). */
export class RunFault extends Error {
  readonly line: number;
  constructor(line: number, message: string) {
    super(message);
    this.line = line;
  }
}
/** Ends a run that must know of an id first. */
export class Unanswered extends Error {
  readonly handle: string;
  readonly id: string;
  constructor(handle: string, id: string) {
    super('asked');
    this.handle = handle;
    this.id = id;
  }
}

export class Run {
  readonly message: SieveMessage;
  readonly environment: SieveEnvironment;
  readonly actions: SieveAction[] = [];
  readonly seen: SeenId[] = [];
  implicitKeep = true;
  /** Was `discard` or another action what cancelled it. */
  discarded = false;
  /** The internal variable of RFC 5232 §2. */
  flags: string[] = [];
  variables = new Variables();
  usesVariables = false;
  /** Names of the scripts that run now, the outermost first. */
  readonly including: string[] = [];
  readonly included = new Set<string>();
  includes = 0;
  stopped = false;
  returned = false;
  #steps = 0;

  constructor(message: SieveMessage, environment: SieveEnvironment) {
    this.message = message;
    this.environment = environment;
  }

  fail(line: number, message: string): never {
    throw new RunFault(line, message);
  }

  spend = (steps: number): void => {
    this.#steps += steps;
    if (this.#steps > sieveLimits.steps) throw new RunFault(0, 'The script took too long for this message.');
  };

  expand(text: string): string {
    return this.usesVariables ? this.variables.expand(text) : text;
  }
  expandAll(texts: readonly string[] | undefined): string[] {
    return (texts ?? []).map((text) => this.expand(text));
  }

  act(action: SieveAction, line: number): void {
    if (this.actions.length >= sieveLimits.actions) this.fail(line, `More than ${sieveLimits.actions} actions for one message.`);
    this.actions.push(action);
  }

  /** The header as edited; null while it is as it came. */
  get header(): Header | null {
    return this.message.header === this.message.original ? null : this.message.header;
  }

  wasSeen(handle: string, id: string): boolean {
    const known = this.environment.seen.get(seenKey(handle, id));
    if (known === undefined) throw new Unanswered(handle, id);
    return known;
  }
}
