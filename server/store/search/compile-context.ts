/** What the parts of one statement share while it is put together. */
import type { SqlParameters } from './sql-parameters.ts';

export interface CompileContext {
  accountId: number;
  parameters: SqlParameters;
  plan: TextPlan;
}

/** What the text conditions found, each by one statement of its own beforehand: array literals of email ids (`{1,2}`), by their keys. */
export interface TextPlan {
  /** By `textKey`. */
  texts: Map<string, string>;
  /** By `headerKey`: candidates for headers kept with the email, the answer itself for others and for what stands in the narrow copy. */
  headers: Map<string, string>;
}
