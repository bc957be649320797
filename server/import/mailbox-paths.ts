/** Mailboxes by their paths, and what a file or folder of theirs is called. */
import type { Mailbox } from '#server/store/index.ts';

/** Each mailbox with the names on the way to it. */
export function withPaths(mailboxes: readonly Mailbox[]): { mailbox: Mailbox; names: string[] }[] {
  const byId = new Map(mailboxes.map((mailbox) => [mailbox.mailboxId, mailbox]));
  return mailboxes.map((mailbox) => {
    const names: string[] = [];
    for (let at: Mailbox | undefined = mailbox; at && names.length < 100; at = byId.get(at.parentId ?? -1)) names.unshift(at.name);
    return { mailbox, names };
  });
}

/** Each mailbox with a path of its own, `/` between folders, that any system of files takes: names that fall together are numbered. */
export function withFiles(mailboxes: readonly Mailbox[]): { mailbox: Mailbox; file: string }[] {
  const used = new Map<string, number>();
  return withPaths(mailboxes).map(({ mailbox, names }) => {
    const file = names.map(fileName).join('/');
    const count = (used.get(file.toLowerCase()) ?? 0) + 1; // on many systems `Work` and `work` are one
    used.set(file.toLowerCase(), count);
    return { mailbox, file: count === 1 ? file : `${file} (${count})` };
  });
}

/** A mailbox's name as a file's: no path can be built with it, and nothing hides. */
export function fileName(name: string): string {
  const safe = [...name].map((letter) => (/[\p{Cc}/\\:*?"<>|]/u.test(letter) ? '_' : letter)).join('');
  return safe.replace(/^\./, '_').slice(0, 80) || '_';
}
