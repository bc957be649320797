/** SMTP in: messages per second until each got its 250, over 1, 16 and 64 connections, and the processor time that one costs. */
import { LineClient } from '../line-client.ts';
import { letter } from '../letters.ts';
import { processorTime } from '../processor-time.ts';
import type { Target } from '../target.ts';
import type { Figure, Scenario } from '../scenario.ts';

export const delivery: Scenario = {
  name: 'delivery',
  async run(target, { messages, accounts }) {
    const figures: Figure[] = [
      { figure: 'one mailbox, 16 connections', value: await deliver(target, messages, 16, () => 1), unit: 'messages/s' },
    ];
    for (const connections of [1, 16, 64]) {
      const before = processorTime(target.roots ?? []);
      const value = await deliver(target, messages, connections, (n) => 1 + (n % accounts));
      figures.push({ figure: `many mailboxes, ${connections} connections`, value, unit: 'messages/s' });
      const used = processorTime(target.roots ?? []) - before;
      if (target.roots)
        figures.push({ figure: `a message, ${connections} connections`, value: (used / messages) * 1000, unit: 'ms of processor' });
    }
    return figures;
  },
};

function deliver(target: Target, messages: number, connections: number, userOf: (n: number) => number): Promise<number> {
  return sendLetters(target.smtp, { messages, connections, from: 's@sender.test', to: (n) => target.user(userOf(n)) });
}

export interface Batch {
  messages: number;
  connections: number;
  from: string;
  to: (n: number) => string;
  login?: { user: string; password: string };
}

/** Messages per second. */
export async function sendLetters(smtp: Target['smtp'], { messages, connections, from, to, login }: Batch): Promise<number> {
  let next = 0;
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const client = await LineClient.connect(smtp);
      const say = async (text: string) => {
        if (text) client.write(text);
        const reply = await client.until(/(?:^|\r\n)\d{3} [^\r]*\r\n/);
        if (!/(?:^|\r\n)[23]\d\d /.test(reply)) throw new Error(`SMTP: ${reply}`);
      };
      await say('');
      await say('EHLO bench.sender.test\r\n');
      if (login) await say(`AUTH PLAIN ${Buffer.from(`\0${login.user}\0${login.password}`).toString('base64')}\r\n`);
      for (let number = next++; number < messages; number = next++) {
        const address = to(number);
        await say(`MAIL FROM:<${from}>\r\n`);
        await say(`RCPT TO:<${address}>\r\n`);
        await say('DATA\r\n');
        await say(`${letter(number, address, from)}.\r\n`);
      }
      client.end();
    }),
  );
  return messages / ((performance.now() - begun) / 1000);
}
