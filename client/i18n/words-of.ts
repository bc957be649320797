import { isUnreachable } from '../jmap/connection.ts';
import { words } from './words.ts';

/** What a person is shown of a fault: without an answer, that there was none; otherwise what the fault says of itself. */
export const wordsOf = (error: unknown): string =>
  isUnreachable(error) ? words('ui')('unreachable') : error instanceof Error ? error.message : String(error);
