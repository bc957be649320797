/** SMTP in: messages per second until each got its 250, into one mailbox and into many. */
import { LineClient } from '../line-client.ts';
import { letter } from '../letters.ts';
import type { Target } from '../target.ts';
import type { Scenario } from '../scenario.ts';

export const delivery: Scenario = {
  name: 'delivery',
  run: async (target, { messages, accounts }) => [
    { figure: 'one mailbox, 16 connections', value: await deliver(target, messages, 16, () => 1), unit: 'messages/s' },
    { figure: 'many mailboxes, 64 connections', value: await deliver(target, messages, 64, (n) => 1 + (n % accounts)), unit: 'messages/s' },
  ],
};

async function deliver(target: Target, messages: number, connections: number, userOf: (n: number) => number): Promise<number> {
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await LineClient.connect(target.smtp);
      const say = async (text: string) => {
        if (text) client.write(text);
        const reply = await client.until(/(?:^|\r\n)\d{3} [^\r]*\r\n/);
        if (!/(?:^|\r\n)[23]\d\d /.test(reply)) throw new Error(`SMTP: ${reply}`);
      };
      await say('');
      await say('EHLO bench.sender.test\r\n');
      for (let number = next++; number < messages; number = next++) {
        const to = target.user(userOf(number));
        await say('MAIL FROM:<s@sender.test>\r\n');
        await say(`RCPT TO:<${to}>\r\n`);
        await say('DATA\r\n');
        await say(`${letter(number, to)}.\r\n`);
      }
      client.end();
    }),
  );
  return messages / ((performance.now() - begun) / 1000);
}
