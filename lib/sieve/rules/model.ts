/** The rules that people make in the webmail. `rulesToSieve` and `sieveToRules` keep them as a script that a person can read. */

export type RuleOp = 'contains' | 'notContains' | 'is' | 'isNot';
export const ruleOps: readonly RuleOp[] = ['contains', 'notContains', 'is', 'isNot'];
/** `recipient` is To and Cc together; `list` is List-Id. */
export const textFields = ['from', 'to', 'cc', 'recipient', 'subject', 'list', 'body'] as const;
export type TextField = (typeof textFields)[number];

export type RuleCondition =
  | { field: TextField; op: RuleOp; value: string }
  | { field: 'header'; header: string; op: RuleOp; value: string }
  | { field: 'attachment'; op: 'has' | 'hasNot' }
  | { field: 'size'; op: 'over' | 'under'; bytes: number };

export type RuleAction =
  /** Into that mailbox instead of INBOX. `mailbox` is its path by names with `/`, used where the id is not found any more. */
  | { kind: 'move'; mailboxId: string | null; mailbox: string }
  /** Into that mailbox too. */
  | { kind: 'label'; mailboxId: string | null; mailbox: string }
  | { kind: 'star' }
  | { kind: 'markRead' }
  | { kind: 'archive' }
  /** To the trash. */
  | { kind: 'delete' }
  | { kind: 'junk' }
  /** A copy goes there, the message stays. */
  | { kind: 'forward'; address: string }
  /** Rules behind this one are not looked at. */
  | { kind: 'stop' };

export interface Rule {
  name: string;
  enabled: boolean;
  match: 'all' | 'any';
  /** None: every message. */
  conditions: RuleCondition[];
  actions: RuleAction[];
}
export interface RuleSet {
  rules: Rule[];
  /** Addresses, or `@domain` for everyone there. Their mail goes to Junk, without rules and vacation reply. */
  blocked: string[];
}

export const ruleLimits = { rules: 500, blocked: 5_000, conditions: 50, actions: 20, text: 1_000 } as const;
