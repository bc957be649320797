/** What a scenario is given and what it tells. */
import type { Target } from './target.ts';

export interface Scenario {
  name: string;
  needs?: 'jmap' | 'store' | 'relay';
  /** Takes long: not part of a run of all. */
  onlyByName?: boolean;
  run: (target: Target, plan: Plan) => Promise<Figure[]>;
}
export interface Plan {
  messages: number;
  accounts: number;
  /** Messages in the mailbox that the webmail opens. */
  mailbox: number;
  /** Programs that wait for mail at once. */
  connections: number;
}
export interface Figure {
  figure: string;
  value: number;
  unit: string;
}
