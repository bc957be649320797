/** What a scenario is given and what it tells. */
import type { Target } from './target.ts';

export interface Scenario {
  name: string;
  needs?: 'jmap' | 'store';
  run: (target: Target, plan: Plan) => Promise<Figure[]>;
}
export interface Plan {
  messages: number;
  accounts: number;
}
export interface Figure {
  figure: string;
  value: number;
  unit: string;
}
