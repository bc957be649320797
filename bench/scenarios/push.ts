/** From the 250 of SMTP to the EXISTS of an idling IMAP session. */
import { LineClient, openInbox } from '../line-client.ts';
import { letter } from '../letters.ts';
import type { Scenario } from '../scenario.ts';

const rounds = 30;

export const push: Scenario = {
  name: 'push',
  run: async (target) => {
    const idle = await openInbox(target.imap, target.user(2), target.password);
    idle.write('i1 IDLE\r\n');
    await idle.until(/\+ [^\r]*\r\n/);
    const smtp = await LineClient.connect(target.smtp);
    const say = async (text: string) => {
      if (text) smtp.write(text);
      await smtp.until(/(?:^|\r\n)[23]\d\d [^\r]*\r\n/);
    };
    await say('');
    await say('EHLO bench.sender.test\r\n');
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      await say('MAIL FROM:<s@sender.test>\r\n');
      await say(`RCPT TO:<${target.user(2)}>\r\n`);
      await say('DATA\r\n');
      const seen = idle.until(/\* \d+ EXISTS\r\n/);
      await say(`${letter(900_000 + round, target.user(2))}.\r\n`);
      const accepted = performance.now();
      await seen;
      times.push(Math.max(0, performance.now() - accepted));
    }
    idle.end();
    smtp.end();
    times.sort((a, b) => a - b);
    return [{ figure: 'SMTP 250 to IDLE EXISTS, median', value: times[rounds / 2] ?? 0, unit: 'ms' }];
  },
};
