/** One change of everything that a query finds ("select all 12,431"). */
import type { FlagSet } from '../contract.ts';

export type BulkPatch = {
  addMailboxes: number[];
  removeMailboxes: number[];
  addKeywords: FlagSet;
  removeKeywords: FlagSet;
};
/**
 * `keepIn`: where an email goes that the patch would leave in no mailbox at all (RFC 8621 §4.1.1: it belongs to one or more); null: the patch
 * then leaves its mailboxes alone.
 * `destroyFrom`: out of this mailbox; an email that is nowhere else is destroyed, which cannot be undone.
 */
export type BulkWork = { patch: BulkPatch; keepIn: number | null } | { destroyFrom: number };

export interface BulkState {
  bulkId: number;
  state: 'running' | 'done' | 'undoing' | 'undone' | 'failed';
  total: number;
  /** How many are done, or while undoing, put back. */
  done: number;
  reason: string | null;
  canUndo: boolean;
}
