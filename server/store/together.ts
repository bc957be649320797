/**
 * Questions asked at the same time are asked together: while one statement runs, those that come wait and share the next one. So a busy
 * server asks once for many, and a quiet one at once. Nothing is kept: every answer is read after its question was asked.
 */

import { mayBeDone } from './writes/retry.ts';

interface Waiting<Question, Answer> {
  question: Question;
  resolve: (answer: Answer) => void;
  reject: (error: unknown) => void;
}

interface Options {
  /** In one statement. */
  most?: number;
  /** They write: what may have been done is not done again. */
  writes?: boolean;
}

/** `ask` answers in the order of its questions. A question that cannot be answered fails alone. */
export function together<Question, Answer>(
  ask: (questions: Question[]) => Promise<Answer[]>,
  { most = 200, writes = false }: Options = {},
): (question: Question) => Promise<Answer> {
  const waiting: Waiting<Question, Answer>[] = [];
  let running = false;
  const answer = async (batch: Waiting<Question, Answer>[]): Promise<void> => {
    try {
      const answers = await ask(batch.map(({ question }) => question));
      for (const [index, { resolve }] of batch.entries()) resolve(answers[index] as Answer);
    } catch (error) {
      if (batch.length > 1 && !(writes && mayBeDone(error))) for (const one of batch) await answer([one]);
      else for (const { reject } of batch) reject(error);
    }
  };
  const run = async (): Promise<void> => {
    while (waiting.length > 0) await answer(waiting.splice(0, most));
    running = false;
  };
  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject });
      if (running) return;
      running = true;
      setImmediate(() => void run()); // what this turn of the event loop still brings goes with it
    });
}
