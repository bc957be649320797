/** SEARCH by subject and in bodies; the answer must be the same on every server. */
import { command, openInbox } from '../line-client.ts';
import type { Scenario } from '../scenario.ts';

export const search: Scenario = {
  name: 'search',
  run: async (target) => {
    const client = await openInbox(target.imap, target.user(1), target.password);
    const figures = [];
    for (const [figure, key] of [
      ['SUBJECT, best of 5', 'SUBJECT "about copper"'],
      ['BODY, rare word, best of 5', 'BODY "rarestword"'],
    ] as const) {
      const times: number[] = [];
      for (let round = 0; round < 5; round++) {
        const begun = performance.now();
        const answer = await command(client, `UID SEARCH ${key}`);
        times.push(performance.now() - begun);
        if (!/\* SEARCH \d/.test(answer)) throw new Error(`${key} found nothing: ${answer}`);
      }
      figures.push({ figure, value: Math.min(...times), unit: 'ms' });
    }
    client.end();
    return figures;
  },
};
