/** A process that tells who it is to each connection that it is dealt (bin/dealer.test.ts). */
import net from 'node:net';
import { listenOn } from '#server/net/child-process.ts';

process.once('disconnect', () => process.exit(0));
await listenOn(
  net.createServer((socket) => socket.end(String(process.pid))),
  'TEST_PORT',
);
process.send?.({ ready: true });
