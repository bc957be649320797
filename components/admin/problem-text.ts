/** What went wrong in an act of administration, in the language of the page; in English where that language has no words for it. */
import { getTranslations } from 'next-intl/server';
import type { Messages } from '#messages/rooms.ts';

export interface ToldProblem {
  /** In English. */
  message: string;
  problem?: { code: string; values: Record<string, string | number> } | undefined;
}

export async function problemTeller(): Promise<(told: ToldProblem) => string> {
  const t = await getTranslations('problems');
  return ({ message, problem }) => {
    const code = problem?.code as keyof Messages['problems'] | undefined;
    return problem && code && t.has(code) ? t(code, problem.values) : message; // a work of another version may have noted what is new here
  };
}

export const problemText = async (told: ToldProblem): Promise<string> => (await problemTeller())(told);
