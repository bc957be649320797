/** Teaches from what was done with mail: one transaction for each step of an account, so that nothing counts twice. */
import { inLazyTransaction, inTransaction, rows } from '../database.ts';
import { getEmails } from '../reads/emails.ts';
import { readMessage } from '../blobs/read-blob.ts';
import { lockJunkState, mailChanges, noteSeen, noteSenders, noteTaught, type MailChange, type SenderNote } from './changes.ts';
import { addToLesson, noLesson, sharedBase, writeLesson, type Lesson } from './tokens.ts';
import type { JunkCounts } from './types.ts';

export interface Teacher {
  /** True or false: the change says that it is junk, or that it is not; null when it says nothing. */
  opinionOf: (change: MailChange, taught: JunkCounts) => boolean | null;
  tokensOf: (message: Buffer) => string[];
}

/** One step: how many emails were learnt. Null when another process teaches this account just now. */
export function learnFromChanges(accountId: number, { opinionOf, tokensOf }: Teacher): Promise<number | null> {
  return inLazyTransaction(async (client) => {
    const state = await lockJunkState(client, accountId);
    if (state === null) return null;
    const { upTo, changes } = await mailChanges(client, accountId, state.seen);
    const own = noLesson();
    const senders = new Map<string, SenderNote>();
    const note = (address: string, what: Partial<SenderNote>) => {
      const known = senders.get(address) ?? { address, heard: 0, written: 0, junk: 0 };
      known.heard += what.heard ?? 0;
      known.written += what.written ?? 0;
      known.junk += what.junk ?? 0;
      senders.set(address, known);
    };
    let learnt = 0;
    for (const change of changes) {
      if (change.created && change.inSent) for (const address of change.to) note(address, { written: 1 });
      else if (change.created && change.kept && change.from) note(change.from, { heard: 1 });
      const isJunk = opinionOf(change, { spam: state.spam + own.spam, ham: state.ham + own.ham });
      if (isJunk === null || isJunk === change.taught) continue;
      const [email] = await getEmails(accountId, [change.emailId]);
      const message = email && (await readMessage(email));
      if (!message) continue;
      const tokens = tokensOf(message.subarray(email.prefix?.length ?? 0));
      if (change.taught !== null) addToLesson(own, tokens, change.taught, -1, change.taughtByKind);
      addToLesson(own, tokens, isJunk, 1);
      if (change.from && isJunk) note(change.from, { junk: 1 });
      // Who takes a message out of Junk wants the next one of its sender.
      else if (change.from && change.leftJunk) note(change.from, { written: 1, junk: change.taught ? -1 : 0 });
      else if (change.from && change.taught) note(change.from, { junk: -1 });
      await noteTaught(client, accountId, change.emailId, isJunk);
      learnt++;
    }
    await noteSenders(client, accountId, [...senders.values()]);
    if (learnt > 0) await writeBoth(client, accountId, own);
    await noteSeen(client, accountId, upTo);
    return learnt;
  });
}

/** What an administrator teaches everybody: messages that nobody here received. */
export function teachShared(messages: { tokens: string[]; isJunk: boolean }[]): Promise<void> {
  return inTransaction(async (client) => {
    const lesson = noLesson();
    for (const { tokens, isJunk } of messages) addToLesson(lesson, tokens, isJunk, 1);
    await writeLesson(client, sharedBase, lesson);
  });
}

async function writeBoth(client: Parameters<typeof writeLesson>[0], accountId: number, own: Lesson): Promise<void> {
  await writeLesson(client, accountId, own);
  await writeLesson(client, sharedBase, own); // last, and short: every account's lessons meet here
}

/** Who was taught how much: for the administrator. */
export function junkTotals(): Promise<{ accountId: number; spam: number; ham: number }[]> {
  return rows('select account_id as "accountId", spam, ham from junk_state where spam + ham > 0 order by account_id');
}
