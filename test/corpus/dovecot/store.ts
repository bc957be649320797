/** Puts messages into a mailbox in order, so that their UIDs are 1, 2, 3 …, and gives what opens it. */
import type { FetchClient } from './fetch-client.ts';
import type { Message } from './messages.ts';

export async function store(connect: () => Promise<FetchClient>, messages: readonly Message[]): Promise<() => Promise<FetchClient>> {
  const client = await connect();
  await client.command('CREATE compared');
  for (const { bytes } of messages) await client.command('APPEND compared', bytes);
  client.close();
  return async () => {
    const opened = await connect();
    await opened.command('EXAMINE compared');
    return opened;
  };
}
