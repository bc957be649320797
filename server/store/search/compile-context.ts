/** What the parts of one statement share while it is put together. */
import type { SqlParameters } from './sql-parameters.ts';

export interface CompileContext {
  accountId: number;
  parameters: SqlParameters;
  plan: TextPlan;
}

/** What was found out about text conditions beforehand. */
export interface TextPlan {
  /** Whether exact searches may scan the text of every candidate; else they look for words and prefixes. */
  scan: boolean;
  /** Emails whose text is longer than what is indexed, found to match by reading the message; by `textKey`. */
  longHits: Map<string, number[]>;
  /** Emails found by reading their header section, by `headerKey`. */
  headerHits: Map<string, number[]>;
}
