import { config } from '#server/config/config.ts';
import type { Connection } from '#server/net/connection.ts';

/** May this peer send a password now? Where there is no TLS, PLAINTEXT_AUTH decides. */
export function passwordAllowed({ secure, isLoopback }: Connection): boolean {
  const { plaintextAuth } = config();
  return secure || plaintextAuth === 'always' || (plaintextAuth === 'loopback' && isLoopback);
}
