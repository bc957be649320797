/** Every scenario, in the order in which they run: delivery fills the mailboxes that the others read. */
import type { Target } from '../target.ts';
import { delivery } from './delivery.ts';
import { fetchBodies } from './fetch.ts';
import { jmapList } from './jmap-list.ts';
import { list } from './list.ts';
import { push } from './push.ts';
import { search } from './search.ts';

export interface Scenario {
  name: string;
  needs?: 'jmap';
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

export const scenarios: Scenario[] = [delivery, list, fetchBodies, search, push, jmapList];
