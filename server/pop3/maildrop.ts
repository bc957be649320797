/** INBOX as it was at log-in. What another session deletes meanwhile stays numbered here, and readable as long as its octets exist. */
import { expunge, fetchRows, findMailboxByRole, openMailbox } from '#server/store/index.ts';

export interface Letter {
  number: number;
  uid: number;
  size: number;
  headerSize: number;
  blob: Buffer;
  prefix: Buffer | null;
  /** Marked by DELE; RSET takes it back, QUIT carries it out. */
  deleted: boolean;
}

export class Maildrop {
  readonly letters: readonly Letter[];
  readonly #accountId: number;
  readonly #mailboxId: number;
  readonly #uidvalidity: number;

  private constructor(accountId: number, mailbox: { mailboxId: number; uidvalidity: number }, letters: Letter[]) {
    this.#accountId = accountId;
    this.#mailboxId = mailbox.mailboxId;
    this.#uidvalidity = mailbox.uidvalidity;
    this.letters = letters;
  }

  static async open(accountId: number): Promise<Maildrop> {
    const inbox = await findMailboxByRole(accountId, 'inbox');
    const opened = inbox && (await openMailbox(accountId, inbox.mailboxId));
    if (!opened) throw new Error(`pop3: account ${accountId} has no INBOX`);
    const letters: Letter[] = [];
    for await (const page of fetchRows(accountId, opened.mailbox.mailboxId, opened.uids)) {
      for (const { uid, size, headerSize, blob, prefix } of page) {
        letters.push({ number: letters.length + 1, uid, size, headerSize, blob, prefix, deleted: false });
      }
    }
    return new Maildrop(accountId, opened.mailbox, letters);
  }

  /** Those not marked as deleted. */
  get kept(): Letter[] {
    return this.letters.filter((letter) => !letter.deleted);
  }

  /** Undefined where there is none, or it is marked as deleted (RFC 1939 §5: such a number is an error). */
  letter(number: number): Letter | undefined {
    const found = this.letters[number - 1];
    return found?.deleted ? undefined : found;
  }

  /** RFC 1939 §7: never used again for another message. */
  uniqueId({ uid }: Letter): string {
    return `${this.#uidvalidity}.${uid}`;
  }

  /** Removes what was marked; false when the store refused. What is gone already is no fault. */
  async update(): Promise<boolean> {
    const marked = this.letters.filter((letter) => letter.deleted).map(({ uid }) => uid);
    if (marked.length === 0) return true;
    return (await expunge(this.#accountId, this.#mailboxId, marked, false)).ok;
  }
}
