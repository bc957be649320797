/** Every scenario, in the order in which they run: delivery fills the mailboxes that the others read. */
import type { Scenario } from '../scenario.ts';
import { delivery } from './delivery.ts';
import { fetchBodies } from './fetch.ts';
import { idle } from './idle.ts';
import { jmapList } from './jmap-list.ts';
import { list } from './list.ts';
import { push } from './push.ts';
import { relay } from './relay.ts';
import { search } from './search.ts';
import { store } from './store.ts';
import { webmail } from './webmail.ts';

export const scenarios: Scenario[] = [delivery, list, fetchBodies, search, push, jmapList, store, relay, webmail, idle];
