/**
 * Random commands of two sessions on two mailboxes, held against the model after each synchronisation. The same seed makes the same
 * commands; a difference is thrown with the last lines of the dialogue.
 */
import { ModelClient, uidsOf, type Mode, type Seen } from './client.ts';
import { allFlags, append, expunge, find, sorted, store, transfer, type ModelMailbox, type ModelMessage, type StoreMode } from './model.ts';

export interface Run {
  port: number;
  login: string;
  seed: number;
  steps: number;
}

/** What is done, and how often against the others. */
const weights = {
  append: 12,
  store: 22,
  expunge: 6,
  uidExpunge: 3,
  copy: 5,
  move: 6,
  search: 12,
  synchronise: 14,
  status: 4,
  select: 3,
  cut: 5,
};
type Step = keyof typeof weights;

export async function runTwoSessions({ port, login, seed, steps }: Run): Promise<Record<Step, number>> {
  const random = generator(seed);
  const dialogue: string[] = [];
  const log = (line: string) => {
    dialogue.push(line);
    if (dialogue.length > 80) dialogue.shift();
  };
  const world = new World({ port, login, random, log });
  const done = Object.fromEntries(Object.keys(weights).map((name) => [name, 0])) as Record<Step, number>;
  let step = 0;
  try {
    await world.begin();
    for (; step < steps; step++) {
      const name = world.pickStep();
      await world.take(name);
      done[name]++;
    }
    await world.compareAll();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`seed ${seed}, step ${step}: ${reason}\n${dialogue.join('\n')}`, { cause: error });
  } finally {
    world.end();
  }
  return done;
}

class World {
  readonly #port: number;
  readonly #login: string;
  readonly #random: () => number;
  readonly #log: (line: string) => void;
  readonly #mailboxes: ModelMailbox[] = ['INBOX', 'Archive'].map((name) => ({ name, uidnext: 1, messages: [] }));
  #clients: ModelClient[] = [];
  #letters = 0;

  constructor({ port, login, random, log }: { port: number; login: string; random: () => number; log: (line: string) => void }) {
    this.#port = port;
    this.#login = login;
    this.#random = random;
    this.#log = log;
  }

  async begin(): Promise<void> {
    for (const name of ['a', 'b']) this.#clients.push(await this.#connect(name));
    for (const client of this.#clients) await client.select('INBOX');
  }

  end(): void {
    for (const client of this.#clients) client.destroy();
  }

  pickStep(): Step {
    const all = Object.entries(weights) as [Step, number][];
    let at = this.#random() * all.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [name, weight] of all) if ((at -= weight) < 0) return name;
    return 'synchronise';
  }

  async take(step: Step): Promise<void> {
    const client = this.#one(this.#clients);
    const mailbox = this.#mailboxOf(client);
    switch (step) {
      case 'append':
        return this.#append(client);
      case 'store':
        return this.#store(client, mailbox);
      case 'expunge':
        return this.#expunge(client, mailbox, null);
      case 'uidExpunge':
        return this.#expunge(client, mailbox, this.#someUids(client));
      case 'copy':
      case 'move':
        return this.#transfer(client, mailbox, step === 'move');
      case 'search':
        return this.#search(client, mailbox);
      case 'synchronise':
        return this.#synchronise(client, mailbox);
      case 'status':
        return this.#status(client);
      case 'select':
        await client.select(this.#one(this.#mailboxes).name);
        return this.#synchronise(client, this.#mailboxOf(client));
      case 'cut':
        return this.#cut(client, mailbox);
    }
  }

  async compareAll(): Promise<void> {
    for (const client of this.#clients) await this.#synchronise(client, this.#mailboxOf(client));
    for (const { name } of this.#mailboxes) {
      const fresh = await ModelClient.connect('z', 'condstore', this.#port, this.#login, this.#log);
      await fresh.select(name);
      await this.#synchronise(fresh, this.#mailboxOf(fresh));
      fresh.destroy();
    }
  }

  async #append(client: ModelClient): Promise<void> {
    const mailbox = this.#one(this.#mailboxes);
    const [flags, n] = [this.#someFlags(), this.#random() < 0.2 ? 2 : 1];
    let command = `APPEND ${mailbox.name}`;
    const uids: number[] = [];
    for (let k = 0; k < n; k++) {
      const text = `Subject: letter ${++this.#letters}\r\n\r\n${'x'.repeat(this.#letters % 97)}\r\n`;
      command += ` (${flags.join(' ')}) {${text.length}+}\r\n${text}`;
      uids.push(append(mailbox, flags, text.length));
    }
    const { status } = await client.run(command);
    same('APPENDUID', uidsOf(/^OK \[APPENDUID \d+ ([\d:,]+)\]/.exec(status)?.[1] ?? ''), new Set(uids));
  }

  async #store(client: ModelClient, mailbox: ModelMailbox): Promise<void> {
    const chosen = this.#some(client.view.filter(({ uid }) => uid > 0));
    if (chosen.length === 0) return;
    const [mode, flags] = [this.#one<StoreMode>(['+', '-', '', '+', '-']), this.#someFlags()];
    const byUid = this.#random() < 0.6;
    const names = chosen.map((seen) => (byUid ? seen.uid : client.view.indexOf(seen) + 1));
    const silent = this.#random() < 0.4 ? '.SILENT' : '';
    const { status } = await client.run(`${byUid ? 'UID ' : ''}STORE ${names.join(',')} ${mode}FLAGS${silent} (${flags.join(' ')})`);
    let gone = false;
    for (const { uid } of chosen) {
      const message = find(mailbox, uid);
      if (message) store(message, mode, flags);
      else gone = true;
    }
    // RFC 2180 §4.2: what is gone is said where numbers were given.
    expect(status, gone && !byUid ? /^NO \[EXPUNGEISSUED\]/ : /^OK/);
    if (silent) for (const seen of chosen) if (client.view.includes(seen) && seen.flags) applied(seen.flags, mode, flags);
  }

  async #expunge(client: ModelClient, mailbox: ModelMailbox, within: number[] | null): Promise<void> {
    if (within?.length === 0) return;
    const { status } = await client.run(within ? `UID EXPUNGE ${within.join(',')}` : 'EXPUNGE');
    expect(status, /^OK/);
    expunge(mailbox, within);
    this.#compareExisting(client, mailbox);
  }

  async #transfer(client: ModelClient, mailbox: ModelMailbox, moves: boolean): Promise<void> {
    const uids = this.#someUids(client);
    if (uids.length === 0) return;
    const to = this.#one(moves ? this.#mailboxes.filter((other) => other !== mailbox) : this.#mailboxes);
    const pairs = transfer(mailbox, uids, to, moves);
    const { lines, status } = await client.run(`UID ${moves ? 'MOVE' : 'COPY'} ${uids.join(',')} ${to.name}`);
    const [, from = '', fresh = ''] = /\[COPYUID \d+ ([\d:,]+) ([\d:,]+)\]/.exec([...lines, status].join('\n')) ?? [];
    same('COPYUID, from', uidsOf(from), new Set(pairs.map(([old]) => old)));
    same('COPYUID, to', uidsOf(fresh), new Set(pairs.map(([, uid]) => uid)));
    this.#compareExisting(client, mailbox);
  }

  async #search(client: ModelClient, mailbox: ModelMailbox): Promise<void> {
    const [flag, size] = [this.#one(allFlags), 20 + Math.floor(this.#random() * 80)];
    const [key, test] = this.#one<[string, (message: ModelMessage) => boolean]>([
      [keyOf(flag), ({ flags }) => flags.has(flag)],
      [`NOT ${keyOf(flag)}`, ({ flags }) => !flags.has(flag)],
      [`LARGER ${size}`, (message) => message.size > size],
      [`OR ${keyOf(flag)} SMALLER ${size}`, (message) => message.flags.has(flag) || message.size < size],
      [`UID 1:${size}`, ({ uid }) => uid <= size],
    ]);
    const { lines } = await client.run(`UID SEARCH ${key}`);
    const found = lines.filter((line) => line.startsWith('* SEARCH'));
    if (found.length !== 1) throw new Error('SEARCH must answer once');
    const uids = new Set((found[0] ?? '').split(' ').slice(2).map(Number));
    // What is gone may be found as long as it is counted; all else by how it is now.
    for (const message of mailbox.messages) {
      const wanted = test(message);
      if (uids.has(message.uid) !== wanted)
        throw new Error(`SEARCH ${key}: UID ${message.uid} ${wanted ? 'is missing' : 'does not belong'}`);
    }
  }

  async #synchronise(client: ModelClient, mailbox: ModelMailbox): Promise<void> {
    await client.synchronise();
    this.#compare(client, mailbox);
  }

  async #status(client: ModelClient): Promise<void> {
    const mailbox = this.#one(this.#mailboxes);
    const { lines } = await client.run(`STATUS ${mailbox.name} (MESSAGES UIDNEXT UNSEEN DELETED SIZE)`);
    const { messages, uidnext } = mailbox;
    const count = (test: (message: ModelMessage) => boolean) => messages.filter(test).length;
    const size = messages.reduce((sum, message) => sum + message.size, 0);
    const unseen = count(({ flags }) => !flags.has('\\Seen'));
    const wanted = `MESSAGES ${messages.length} UIDNEXT ${uidnext} UNSEEN ${unseen} DELETED ${count(({ flags }) => flags.has('\\Deleted'))} SIZE ${size}`;
    if (!lines.some((line) => line.endsWith(`(${wanted})`))) throw new Error(`STATUS: not ${wanted}`);
  }

  /** The connection breaks; the same program comes back and, where it can, asks only for what it missed. */
  async #cut(client: ModelClient, mailbox: ModelMailbox): Promise<void> {
    const { name, uidvalidity, highestModseq: modseq } = client;
    // It forgets what was only announced: its cache has what it fetched.
    const view = client.view.filter(({ uid, flags }) => uid > 0 && flags !== null).map((seen): Seen => ({ ...seen, modseq: 0 }));
    const whole = view.length === client.view.length;
    client.cut();
    const again = await this.#connect(name, client.mode);
    this.#clients = this.#clients.map((one) => (one === client ? again : one));
    if (client.mode === 'qresync' && modseq > 0 && whole) await again.select(mailbox.name, { uidvalidity, modseq, view });
    else await again.select(mailbox.name);
    await this.#synchronise(again, mailbox);
  }

  #connect(name: string, mode: Mode = this.#one<Mode>(['plain', 'condstore', 'qresync', 'qresync'])): Promise<ModelClient> {
    return ModelClient.connect(name, mode, this.#port, this.#login, this.#log);
  }

  #compare(client: ModelClient, { name, messages }: ModelMailbox): void {
    const told = client.view.map(({ uid, flags }) => `${uid} ${sorted(flags ?? ['?'])}`);
    const held = messages.map(({ uid, flags }) => `${uid} ${sorted(flags)}`);
    if (told.join('\n') !== held.join('\n')) {
      const wrong = [
        ...told.filter((line) => !held.includes(line)).map((line) => `only told: ${line}`),
        ...held.filter((line) => !told.includes(line)).map((line) => `only held: ${line}`),
      ];
      throw new Error(`${client.name} and ${name} differ: ${wrong.slice(0, 6).join('; ') || 'order'}`);
    }
  }

  /** After a command that tells of removals, what is gone is gone from the picture too. */
  #compareExisting(client: ModelClient, mailbox: ModelMailbox): void {
    const stale = client.view.find(({ uid }) => uid > 0 && !find(mailbox, uid));
    if (stale) throw new Error(`UID ${stale.uid} is gone, and ${client.name} was not told`);
  }

  #mailboxOf(client: ModelClient): ModelMailbox {
    const found = this.#mailboxes.find(({ name }) => name === client.mailbox);
    if (!found) throw new Error(`no mailbox ${client.mailbox}`);
    return found;
  }

  #someUids(client: ModelClient): number[] {
    return this.#some(client.view.filter(({ uid }) => uid > 0)).map(({ uid }) => uid);
  }

  #someFlags(): string[] {
    return this.#some(allFlags.filter(() => this.#random() < 0.5));
  }

  #some<T>(all: readonly T[]): T[] {
    if (all.length === 0) return [];
    const from = Math.floor(this.#random() * all.length);
    return all.slice(from, from + 1 + Math.floor(this.#random() * 4));
  }

  #one<T>(all: readonly T[]): T {
    const chosen = all[Math.floor(this.#random() * all.length)];
    if (chosen === undefined) throw new Error('nothing to choose from');
    return chosen;
  }
}

function applied(known: Set<string>, mode: StoreMode, flags: readonly string[]): void {
  if (mode === '') known.clear();
  for (const flag of flags) known[mode === '-' ? 'delete' : 'add'](flag);
}

const keyOf = (flag: string) => (/^\\/.test(flag) ? flag.slice(1).toUpperCase() : `KEYWORD ${flag}`);

function same(what: string, got: Set<number>, wanted: Set<number>): void {
  const [a, b] = [[...got].join(','), [...wanted].join(',')];
  if (a !== b) throw new Error(`${what}: ${a || 'nothing'} instead of ${b || 'nothing'}`);
}

function expect(status: string, wanted: RegExp): void {
  if (!wanted.test(status)) throw new Error(`${status} instead of ${wanted}`);
}

/** mulberry32: small, and the same everywhere. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
