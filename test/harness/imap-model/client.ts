/**
 * A mail program that believes every line it is told: it keeps a picture of its mailbox by EXISTS, EXPUNGE, VANISHED and FETCH alone, and
 * its HIGHESTMODSEQ by the rule of RFC 7162 §6. What it holds after a synchronisation is compared with the model.
 */
import { TranscriptSession } from '../transcript-session.ts';

export interface Seen {
  /** 0: announced by EXISTS, not fetched yet. */
  uid: number;
  flags: Set<string> | null;
  modseq: number;
}
export type Mode = 'plain' | 'condstore' | 'qresync';

export class ModelClient {
  readonly name: string;
  readonly mode: Mode;
  readonly #session: TranscriptSession;
  mailbox = '';
  view: Seen[] = [];
  uidvalidity = 0;
  highestModseq = 0;
  #fetched = 0;
  #highestSaid = false;
  #tag = 0;
  readonly #log: (line: string) => void;

  private constructor(name: string, mode: Mode, session: TranscriptSession, log: (line: string) => void) {
    this.name = name;
    this.mode = mode;
    this.#session = session;
    this.#log = log;
  }

  static async connect(name: string, mode: Mode, port: number, login: string, log: (line: string) => void): Promise<ModelClient> {
    const session = await TranscriptSession.connect(port);
    await session.readLine();
    const client = new ModelClient(name, mode, session, log);
    await client.run(`LOGIN ${login} hungry`);
    if (mode === 'qresync') await client.run('ENABLE QRESYNC');
    return client;
  }

  /** Like a cable pulled out. */
  cut(): void {
    this.#log(`${this.name}  -- cut`);
    this.#session.destroy();
  }

  async select(mailbox: string, resync?: { uidvalidity: number; modseq: number; view: Seen[] }): Promise<void> {
    this.mailbox = mailbox;
    this.view = resync ? resync.view : [];
    const known = this.view.filter(({ uid }) => uid > 0).map(({ uid }) => uid);
    const set = known.length > 0 ? ` ${known[0]}:${known.at(-1)}` : '';
    const options =
      this.mode === 'plain'
        ? ''
        : resync
          ? ` (QRESYNC (${resync.uidvalidity} ${resync.modseq}${resync.modseq % 2 ? set : ''}))`
          : ' (CONDSTORE)';
    // Numbers in the answers are those of the mailbox of now: what is known is put in place by UID when all was said.
    this.#resyncing = Boolean(resync);
    await this.run(`SELECT ${mailbox}${options}`);
    if (resync) {
      this.#resyncing = false;
      while (this.view.length < this.#exists) this.view.push({ uid: 0, flags: null, modseq: 0 });
    }
  }
  #resyncing = false;
  #exists = 0;

  /** The untagged lines and the tagged one, without its tag. */
  async run(command: string): Promise<{ lines: string[]; status: string }> {
    const tag = `${this.name}${++this.#tag}`;
    this.#log(`${this.name}  C: ${command.replace(/\r\n[^]*/, '…')}`);
    this.#session.send(Buffer.from(`${tag} ${command}\r\n`));
    const lines: string[] = [];
    for (;;) {
      const line = await this.#session.readLine();
      this.#log(`${this.name}  S: ${line}`);
      if (line.startsWith(`${tag} `)) {
        this.#take(line.slice(tag.length + 1));
        // RFC 7162 §6: the code counts, else the highest of what was fetched.
        if (!this.#highestSaid && this.#fetched > this.highestModseq && this.mode === 'qresync') this.highestModseq = this.#fetched;
        this.#fetched = 0;
        this.#highestSaid = false;
        return { lines, status: line.slice(tag.length + 1) };
      }
      lines.push(line);
      this.#take(line.replace(/^\* /, ''));
    }
  }

  /** After it, the client knows everything: numbers that EXISTS announced are fetched. */
  async synchronise(): Promise<void> {
    await this.run('NOOP');
    const first = this.view.findIndex(({ uid, flags }) => uid === 0 || flags === null);
    if (first >= 0) await this.run(`FETCH ${first + 1}:* (UID FLAGS${this.mode === 'plain' ? '' : ' MODSEQ'})`);
  }

  #take(line: string): void {
    const code = /^(?:OK|NO) \[HIGHESTMODSEQ (\d+)\]/.exec(line);
    if (code) {
      this.highestModseq = Number(code[1]);
      this.#highestSaid = true;
    }
    const validity = /^OK \[UIDVALIDITY (\d+)\]/.exec(line);
    if (validity) this.uidvalidity = Number(validity[1]);
    const exists = /^(\d+) EXISTS/.exec(line);
    if (exists) {
      const count = (this.#exists = Number(exists[1]));
      if (!this.#resyncing) {
        if (count < this.view.length) throw new Error(`EXISTS fell from ${this.view.length} to ${count}`);
        while (this.view.length < count) this.view.push({ uid: 0, flags: null, modseq: 0 });
      }
    }
    const expunged = /^(\d+) EXPUNGE/.exec(line);
    if (expunged) {
      if (this.mode === 'qresync') throw new Error('EXPUNGE after ENABLE QRESYNC');
      if (this.view.splice(Number(expunged[1]) - 1, 1).length === 0) throw new Error(`EXPUNGE of what is not there: ${line}`);
    }
    const vanished = /^VANISHED (\(EARLIER\) )?([\d:,]+)/.exec(line);
    if (vanished) this.#vanish(uidsOf(vanished[2] ?? ''), Boolean(vanished[1]));
    const fetched = /^(\d+) FETCH \((.*)\)$/.exec(line);
    if (fetched) this.#takeFetch(Number(fetched[1]), fetched[2] ?? '');
  }

  #vanish(uids: Set<number>, earlier: boolean): void {
    const known = this.view.filter(({ uid }) => uids.has(uid)).length;
    // RFC 7162 §3.2.10: without EARLIER only what the client was told of, and each lowers the count.
    if (!earlier && known !== uids.size && this.view.every(({ uid }) => uid > 0)) throw new Error('VANISHED of what is not there');
    if (!earlier && known < uids.size) {
      // Some were announced by EXISTS only; UIDs rise, so they are among the last.
      const unknown = uids.size - known;
      const hidden = this.view.filter(({ uid }) => uid === 0);
      if (hidden.length < unknown) throw new Error('VANISHED of what is not there');
      const gone = new Set(hidden.slice(0, unknown));
      this.view = this.view.filter((one) => !gone.has(one));
    }
    this.view = this.view.filter(({ uid }) => uid === 0 || !uids.has(uid));
  }

  #takeFetch(number: number, items: string): void {
    const uid = Number(/\bUID (\d+)/.exec(items)?.[1] ?? 0);
    const flags = /\bFLAGS \(([^)]*)\)/.exec(items)?.[1];
    const modseq = Number(/\bMODSEQ \((\d+)\)/.exec(items)?.[1] ?? 0);
    this.#fetched = Math.max(this.#fetched, modseq);
    let one = this.#resyncing ? this.view.find((known) => known.uid === uid) : this.view[number - 1];
    if (!one) {
      if (!this.#resyncing) throw new Error(`FETCH of a number that is not there: ${number}`);
      this.view.push((one = { uid, flags: null, modseq: 0 }));
    }
    if (uid && one.uid && one.uid !== uid) throw new Error(`number ${number} was UID ${one.uid}, and is said to be ${uid}`);
    if (uid) one.uid = uid;
    if (flags !== undefined) one.flags = new Set(flags.split(' ').filter((flag) => flag !== '' && flag !== '\\Recent'));
    if (modseq && modseq < one.modseq) throw new Error(`the mod-sequence of UID ${one.uid} went back from ${one.modseq} to ${modseq}`);
    if (modseq) one.modseq = modseq;
  }

  destroy(): void {
    this.#session.destroy();
  }
}

export function uidsOf(set: string): Set<number> {
  const uids = new Set<number>();
  for (const part of set.split(',').filter((one) => one !== '')) {
    const [from = 0, to = from] = part.split(':').map(Number);
    for (let uid = from; uid <= to; uid++) uids.add(uid);
  }
  return uids;
}
