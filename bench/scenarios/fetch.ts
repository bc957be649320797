/** Whole bodies over IMAP. */
import { command, openInbox } from '../line-client.ts';
import type { Scenario } from '../scenario.ts';

export const fetchBodies: Scenario = {
  name: 'fetch',
  run: async (target) => {
    const client = await openInbox(target.imap, target.user(1), target.password);
    const rates: number[] = [];
    for (let round = 0; round < 3; round++) {
      const begun = performance.now();
      const before = client.received;
      await command(client, 'FETCH 1:1000 (UID BODY.PEEK[])');
      rates.push((client.received - before) / 1e6 / ((performance.now() - begun) / 1000));
    }
    client.end();
    return [{ figure: 'BODY.PEEK[] of 1,000, best of 3', value: Math.max(...rates), unit: 'MB/s' }];
  },
};
