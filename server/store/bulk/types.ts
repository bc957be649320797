/** One change of everything that a query finds ("select all 12,431"). */
import type { FlagSet } from '../contract.ts';

export type BulkPatch = {
  addMailboxes: number[];
  removeMailboxes: number[];
  addKeywords: FlagSet;
  removeKeywords: FlagSet;
};
/** `destroyFrom`: out of this mailbox; an email that is nowhere else is destroyed, which cannot be undone. */
export type BulkWork = { patch: BulkPatch } | { destroyFrom: number };

export interface BulkState {
  bulkId: number;
  state: 'running' | 'done' | 'undoing' | 'undone' | 'failed';
  total: number;
  /** How many are done, or while undoing, put back. */
  done: number;
  reason: string | null;
  canUndo: boolean;
}
