/** What a webhook's address said last: the status, and its words. */
export const answerOf = ({ lastStatus, lastText }: { lastStatus: number | null; lastText: string | null }): string =>
  [lastStatus, lastText].filter(Boolean).join(' ');
