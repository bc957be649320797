/** What a mail program does to show a mailbox: UID, FLAGS and ENVELOPE of every message. */
import { command, openInbox } from '../line-client.ts';
import type { Scenario } from '../scenario.ts';

export const list: Scenario = {
  name: 'list',
  run: async (target) => {
    const client = await openInbox(target.imap, target.user(1), target.password);
    const rates: number[] = [];
    for (let round = 0; round < 5; round++) {
      const begun = performance.now();
      const answer = await command(client, 'FETCH 1:* (UID FLAGS ENVELOPE)');
      rates.push((answer.match(/\* \d+ FETCH/g) ?? []).length / ((performance.now() - begun) / 1000));
    }
    client.end();
    return [{ figure: 'UID FLAGS ENVELOPE, best of 5', value: Math.max(...rates), unit: 'messages/s' }];
  },
};
